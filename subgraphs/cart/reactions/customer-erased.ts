import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';

/**
 * A customer is gone, and their carts with them. One that is being bought just now becomes a guest's: nothing in it tells
 * whose it was, and its attempt goes on.
 */
export async function customerErased(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const ids = (events as EventEnvelope<{ customerId: string }>[]).map((event) => event.payload.customerId);
  const carts = await tx<{ id: string; state: string }[]>`
    SELECT id, state FROM carts WHERE customer_id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const gone = carts.filter((cart) => cart.state !== 'FROZEN').map((cart) => cart.id);
  await tx`DELETE FROM cart_lines WHERE cart_id = ANY(${gone}::uuid[])`;
  await tx`DELETE FROM carts WHERE id = ANY(${gone}::uuid[])`;
  await tx`UPDATE carts SET customer_id = NULL WHERE customer_id = ANY(${ids}::uuid[])`;
  await tx`DELETE FROM adoptions WHERE customer_id = ANY(${ids}::uuid[])`;
}
