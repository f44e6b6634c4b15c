import type { SqlLike } from '../../../kit/db.ts';

export type Claim = { customerId: string; email: string };

/**
 * Guests' orders with an e-mail that a customer has shown to be theirs become theirs. Compared letter by letter but for case: what
 * stands behind a plus may be somebody else's mailbox. An order that has a customer keeps them, and so does one of an erased one.
 */
export async function claimOrders(sql: SqlLike, claims: readonly Claim[]): Promise<void> {
  await sql`
    UPDATE orders o SET customer_id = x.customer_id
    FROM unnest(${claims.map((claim) => claim.customerId)}::uuid[], ${claims.map((claim) => claim.email)}::text[]) AS x(customer_id, email)
    WHERE lower(o.email) = lower(x.email) AND o.customer_id IS NULL AND NOT o.erasing
      AND NOT EXISTS (SELECT FROM erasures e WHERE e.customer_id = x.customer_id)`;
}
