import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { arrive } from '../commands/deliver-parcel.ts';

/** A shipment was delivered; who said so may have died before telling us. Orders are locked in ascending order. */
export async function parcelsArrived(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const arrivals = (events as EventEnvelope<{ orderId: string; shipmentId: string }>[]).map((event) => event.payload);
  for (const arrival of arrivals.sort((a, b) => (a.orderId < b.orderId ? -1 : 1))) await arrive(tx, arrival);
}
