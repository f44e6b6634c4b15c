import type { SqlLike } from '../../../kit/db.ts';
import type { Cart } from '../cart.ts';

const columns = (sql: SqlLike) => sql`
  c.id, c.currency_code AS "currencyCode", c.state, c.frozen_by AS "frozenBy", c.customer_id AS "customerId", c.version, c.updated_at AS "updatedAt",
  coalesce((SELECT json_agg(json_build_object('id', l.id, 'variantId', l.variant_id, 'quantity', l.quantity, 'unitPriceMinor', l.unit_price_minor)
    ORDER BY l.id) FROM cart_lines l WHERE l.cart_id = c.id), '[]') AS lines`;

/** Carts with their lines, in the order they were added. */
export const readCarts = (sql: SqlLike, ids: readonly string[]): Promise<Cart[]> =>
  sql<Cart[]>`SELECT ${columns(sql)} FROM carts c WHERE c.id = ANY(${ids as string[]}::uuid[])`;

/** The open carts of customers, one each: that which was changed last. */
export const readOpenCarts = (sql: SqlLike, customerIds: readonly string[]): Promise<Cart[]> =>
  sql<Cart[]>`
    SELECT DISTINCT ON (c.customer_id) ${columns(sql)} FROM carts c WHERE c.customer_id = ANY(${customerIds as string[]}::uuid[]) AND c.state = 'OPEN'
    ORDER BY c.customer_id, c.updated_at DESC, c.id DESC`;

/** Locks a cart, then reads its lines: in this order, so that what was committed while we waited is seen. */
export async function lockCart(tx: SqlLike, id: string): Promise<Cart | null> {
  const [found] = await tx`SELECT 1 AS one FROM carts WHERE id = ${id} FOR UPDATE`;
  if (!found) return null;
  const [cart] = await tx<Cart[]>`SELECT ${columns(tx)} FROM carts c WHERE c.id = ${id}`;
  return cart ?? null;
}

/** Counts a change of the lines. */
export const touch = (tx: SqlLike, id: string) => tx`UPDATE carts SET version = version + 1, updated_at = now() WHERE id = ${id}`;
