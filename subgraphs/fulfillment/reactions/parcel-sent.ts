import type { z } from 'zod';
import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import type { orders } from '../../orders/contract.ts';
import { markShipped } from '../commands/ship-shipment.ts';

type Sent = z.output<typeof orders.events.ParcelSent>;

/** A parcel was let go, and who asked may have died before writing that down. Orders are locked in ascending order. */
export async function catchUpWithParcels(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const sent = (events as EventEnvelope<Sent>[]).map((event) => event.payload);
  for (const { orderId, shipmentId, ...tracking } of sent.sort((a, b) => (a.orderId < b.orderId ? -1 : 1)))
    await markShipped(tx, { orderId, shipmentId }, tracking);
}
