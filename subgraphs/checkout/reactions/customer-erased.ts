import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { forgetRefused } from '../customers/forget-buyers.ts';

/** A customer is gone: what they tried and did not buy is nobody's at once. What they bought is when orders says so. */
export async function customerErased(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const ids = (events as EventEnvelope<{ customerId: string }>[]).map((event) => event.payload.customerId);
  await tx`INSERT INTO erasures (customer_id) SELECT unnest(${ids}::uuid[]) ORDER BY 1 ON CONFLICT DO NOTHING`;
  await forgetRefused(tx, ids);
  await tx`DELETE FROM verified_emails WHERE customer_id = ANY(${ids}::uuid[])`;
}
