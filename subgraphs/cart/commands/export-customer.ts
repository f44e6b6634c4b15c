import type { Sql } from 'postgres';
import { readCarts } from './cart-rows.ts';

/** All carts of a customer, the oldest first. */
export async function exportCustomer(sql: Sql, { customerId }: { customerId: string }): Promise<{ data: unknown }> {
  const ids = await sql<{ id: string }[]>`SELECT id FROM carts WHERE customer_id = ${customerId} ORDER BY id`;
  const carts = await readCarts(
    sql,
    ids.map((row) => row.id),
  );
  const shown = carts.map(({ id, currencyCode, state, updatedAt, lines }) => ({ id, currencyCode, state, updatedAt, lines }));
  return { data: { carts: shown.sort((a, b) => (a.id < b.id ? -1 : 1)) } };
}
