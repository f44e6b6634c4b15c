import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';

/** Remembered until the customer is erased; not for one who is. */
export async function emailVerified(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const claims = (events as EventEnvelope<{ customerId: string; email: string }>[]).map((event) => event.payload);
  await tx`
    INSERT INTO verified_emails (customer_id, email)
    SELECT id, email FROM unnest(${claims.map((claim) => claim.customerId)}::uuid[], ${claims.map((claim) => claim.email)}::text[]) AS x(id, email)
    WHERE id NOT IN (SELECT customer_id FROM erasures) ON CONFLICT DO NOTHING`;
}
