import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { forgetBuyers } from '../commands/forget-buyers.ts';

/** A customer is gone: so is who they were, from orders that have ended at once, from the others when they end. */
export async function customerErased(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const ids = (events as EventEnvelope<{ customerId: string }>[]).map((event) => event.payload.customerId);
  await tx`INSERT INTO erasures (customer_id) SELECT unnest(${ids}::uuid[]) ORDER BY 1 ON CONFLICT DO NOTHING`;
  await forgetBuyers(tx);
}
