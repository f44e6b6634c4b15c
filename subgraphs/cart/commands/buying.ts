import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse, refused } from '../../../kit/refusal.ts';
import { type Cart, cartFor, closedTo } from '../cart.ts';
import type { CartSnapshot } from '../contract.ts';
import { lockCart, readCarts } from './cart-rows.ts';

type OfAttempt = { cartId: string; attemptId: string };
/** Who buys; null or left out: a guest. */
type Buyer = { customerId?: string | null | undefined };

const snapshotOf = (cart: Cart): CartSnapshot => ({
  cartId: cart.id,
  version: cart.version,
  currencyCode: cart.currencyCode,
  lines: cart.lines.map(({ variantId, quantity, unitPriceMinor }) => ({ variantId, quantity, unitPriceMinor })),
});

/** The cart as it stands, if it can be bought. */
export async function snapshot(sql: Sql, { cartId, customerId }: { cartId: string } & Buyer): Promise<CartSnapshot | Refused> {
  const [cart] = await readCarts(sql, [cartId]);
  return buyable(cartFor(cart ?? null, customerId ?? null), null) ?? snapshotOf(cart!);
}

/** The attempt takes the cart: nobody else changes or buys it until it is reopened or closed. */
export const freeze = (sql: Sql, { cartId, attemptId, customerId }: OfAttempt & Buyer): Promise<CartSnapshot | Refused> =>
  transaction(sql, async (tx) => {
    const cart = cartFor(await lockCart(tx, cartId), customerId ?? null);
    const no = buyable(cart, attemptId);
    if (no) return no;
    const [undone] = await tx`SELECT 1 AS one FROM tombstones WHERE cart_id = ${cartId} AND attempt_id = ${attemptId}`;
    if (undone) return refuse('ATTEMPT_ENDED', 'This attempt has ended.');
    await tx`UPDATE carts SET state = 'FROZEN', frozen_by = ${attemptId} WHERE id = ${cartId} AND state = 'OPEN'`;
    return snapshotOf(cart!);
  });

/** Gives the cart back to its buyer. Repeatable; an attempt that never had it leaves a tombstone all the same. */
export const reopen = (sql: Sql, { cartId, attemptId }: OfAttempt): Promise<Record<never, never>> =>
  transaction(sql, async (tx) => {
    await tx`SELECT 1 FROM carts WHERE id = ${cartId} FOR UPDATE`;
    await tx`INSERT INTO tombstones (cart_id, attempt_id) VALUES (${cartId}, ${attemptId}) ON CONFLICT DO NOTHING`;
    await tx`UPDATE carts SET state = 'OPEN', frozen_by = NULL WHERE id = ${cartId} AND state = 'FROZEN' AND frozen_by = ${attemptId}`;
    return {};
  });

export async function close(sql: Sql, { cartId, attemptId }: OfAttempt): Promise<Record<never, never>> {
  await sql`UPDATE carts SET state = 'CLOSED', updated_at = now() WHERE id = ${cartId} AND state = 'FROZEN' AND frozen_by = ${attemptId}`;
  return {};
}

/** Today's prices into the lines of a cart that this attempt holds, so that the buyer sees what they refused to pay. */
export async function renewPrices(
  sql: Sql,
  { cartId, attemptId, prices }: OfAttempt & { prices: { variantId: string; unitPriceMinor: number }[] },
): Promise<Record<never, never>> {
  await sql`
    UPDATE cart_lines l SET unit_price_minor = x.price
    FROM carts c, unnest(${prices.map((price) => price.variantId)}::uuid[], ${prices.map((price) => price.unitPriceMinor)}::bigint[]) AS x(variant_id, price)
    WHERE c.id = ${cartId} AND c.frozen_by = ${attemptId} AND l.cart_id = c.id AND l.variant_id = x.variant_id`;
  return {};
}

function buyable(cart: Cart | null, attemptId: string | null): Refused | null {
  const closed = closedTo(cart, attemptId);
  if (closed) return refused(closed);
  return cart!.lines.length === 0 ? refuse('CART_EMPTY', 'There is nothing in this cart.', ['cartId']) : null;
}
