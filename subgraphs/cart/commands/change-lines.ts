import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import { type Cart, cartFor, closedTo } from '../cart.ts';
import { lockCart, touch } from './cart-rows.ts';

type OfBuyer = { cartId: string; customerId: string | null };

/** One change of a cart's lines by who may, with the cart locked; `work` answers what is wrong, and then nothing is changed. */
export const changeLines = (
  sql: Sql,
  { cartId, customerId }: OfBuyer,
  work: (tx: TransactionSql, cart: Cart) => Promise<Refusal[]>,
): Promise<Refusal[]> =>
  transaction(sql, async (tx) => {
    const cart = cartFor(await lockCart(tx, cartId), customerId);
    const closed = closedTo(cart, null);
    if (closed || !cart) return [closed!];
    const userErrors = await work(tx, cart);
    if (userErrors.length === 0) await touch(tx, cartId);
    return userErrors;
  });
