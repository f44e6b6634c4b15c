import type { Sql, TransactionSql } from 'postgres';
import { transaction, TryAgain } from '../../../kit/db.ts';
import { type Refused, refused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { MAX_QUANTITY } from '../../../schema/vocabulary/refusals.ts';
import { type Cart, cartFor, closedTo } from '../cart.ts';
import { readCarts, touch } from './cart-rows.ts';

type Adopt = { cartId: string; customerId: string };

/**
 * A guest's cart is taken along at login: into the customer's own open cart of the same currency, or it becomes theirs as it
 * is. Logins of one customer go one after the other, so that two of them cannot each make a cart. Repeatable.
 */
export const adoptCart = (sql: Sql, adopt: Adopt): Promise<{ cartId: string } | Refused> =>
  transaction(sql, async (tx) => {
    await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`cart.adopt ${adopt.customerId}`}, 0))`;
    const [earlier] = await tx<{ cartId: string }[]>`
      SELECT into_cart_id AS "cartId" FROM adoptions WHERE cart_id = ${adopt.cartId} AND customer_id = ${adopt.customerId}`;
    if (earlier) return earlier;
    const own = await ownCart(tx, adopt);
    const locked = await lockCarts(tx, [adopt.cartId, ...(own ? [own] : [])]);
    const cart = cartFor(locked.get(adopt.cartId) ?? null, adopt.customerId);
    const closed = closedTo(cart, null);
    if (closed || !cart) return refused(closed!);
    if (cart.customerId) return { cartId: cart.id };
    const into = own ? locked.get(own) : null;
    if (!into) return takeOver(tx, cart.id, adopt.customerId);
    // it was bought, or taken away, since it was looked for
    if (into.state !== 'OPEN' || into.customerId !== adopt.customerId) throw new TryAgain('the cart to merge into has changed');
    return merge(tx, cart, into, adopt.customerId);
  });

/** The customer's cart that was changed last, among those that a guest's cart of this currency can go into. */
async function ownCart(tx: TransactionSql, { cartId, customerId }: Adopt): Promise<string | null> {
  const [own] = await tx<{ id: string }[]>`
    SELECT c.id FROM carts c JOIN carts guest ON guest.id = ${cartId} AND guest.currency_code = c.currency_code
    WHERE c.customer_id = ${customerId} AND c.state = 'OPEN' AND c.id <> guest.id ORDER BY c.updated_at DESC, c.id DESC LIMIT 1`;
  return own?.id ?? null;
}

/** In the order of ids, as everybody who locks several; then read, so that what was committed meanwhile is seen. */
async function lockCarts(tx: TransactionSql, ids: string[]): Promise<Map<string, Cart>> {
  await tx`SELECT FROM carts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  return new Map((await readCarts(tx, ids)).map((cart) => [cart.id, cart]));
}

async function takeOver(tx: TransactionSql, cartId: string, customerId: string): Promise<{ cartId: string }> {
  await tx`UPDATE carts SET customer_id = ${customerId}, updated_at = now() WHERE id = ${cartId}`;
  return { cartId };
}

/** Quantities are summed, as far as one order goes; of two prices stays the one that the customer has seen last. */
async function merge(tx: TransactionSql, cart: Cart, into: Cart, customerId: string): Promise<{ cartId: string }> {
  const { lines } = cart;
  const seenLast = cart.updatedAt >= into.updatedAt;
  await tx`
    INSERT INTO cart_lines AS l (id, cart_id, variant_id, quantity, unit_price_minor)
    SELECT id, ${into.id}, variant_id, quantity, price FROM unnest(${lines.map(() => uuidv7())}::uuid[], ${lines.map((line) => line.variantId)}::uuid[],
      ${lines.map((line) => line.quantity)}::int[], ${lines.map((line) => line.unitPriceMinor)}::bigint[]) AS x(id, variant_id, quantity, price)
    ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = least(l.quantity + excluded.quantity, ${MAX_QUANTITY}),
      unit_price_minor = CASE WHEN ${seenLast} THEN excluded.unit_price_minor ELSE l.unit_price_minor END`;
  await touch(tx, into.id);
  await tx`DELETE FROM cart_lines WHERE cart_id = ${cart.id}`;
  await tx`DELETE FROM carts WHERE id = ${cart.id}`;
  await tx`INSERT INTO adoptions (cart_id, customer_id, into_cart_id) VALUES (${cart.id}, ${customerId}, ${into.id})`;
  return { cartId: into.id };
}
