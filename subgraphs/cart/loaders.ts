import DataLoader from 'dataloader';
import type { Sql } from 'postgres';
import { isUuid } from '../../kit/uuid.ts';
import type { Cart } from './cart.ts';
import { readCarts } from './commands/cart-rows.ts';

export const createLoaders = (sql: Sql) => ({
  cart: new DataLoader<string, Cart | null>(async (ids) => {
    const carts = new Map((await readCarts(sql, ids.filter(isUuid))).map((cart) => [cart.id, cart]));
    return ids.map((id) => carts.get(id) ?? null);
  }),
});
export type Loaders = ReturnType<typeof createLoaders>;
