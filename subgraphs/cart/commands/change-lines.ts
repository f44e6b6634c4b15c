import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import { type Cart, closedTo } from '../cart.ts';
import { lockCart, touch } from './cart-rows.ts';

/** One change of a cart's lines, with the cart locked; `work` answers what is wrong, and then nothing is changed. */
export const changeLines = (sql: Sql, cartId: string, work: (tx: TransactionSql, cart: Cart) => Promise<Refusal[]>): Promise<Refusal[]> =>
  transaction(sql, async (tx) => {
    const cart = await lockCart(tx, cartId);
    const closed = closedTo(cart, null);
    if (closed || !cart) return [closed!];
    const userErrors = await work(tx, cart);
    if (userErrors.length === 0) await touch(tx, cartId);
    return userErrors;
  });
