import DataLoader from 'dataloader';
import type { Sql } from 'postgres';
import { type Identity, may } from '../../kit/identity.ts';
import { isUuid } from '../../kit/uuid.ts';
import { type Cart, cartFor } from './cart.ts';
import { readCarts, readOpenCarts } from './commands/cart-rows.ts';

/** Carts that who asks may see: staff who may read customers see every one. */
export const createLoaders = (sql: Sql, identity: Identity) => ({
  cart: new DataLoader<string, Cart | null>(async (ids) => {
    const carts = new Map((await readCarts(sql, ids.filter(isUuid))).map((cart) => [cart.id, cart]));
    return ids.map((id) => {
      const cart = carts.get(id.toLowerCase()) ?? null;
      return may(identity, 'customers:read') ? cart : cartFor(cart, identity.customerId);
    });
  }),
  /** A customer's open cart that was changed last, for who has been let through to the customer. */
  openCart: new DataLoader<string, Cart | null>(async (customerIds) => {
    const carts = await readOpenCarts(sql, customerIds);
    return customerIds.map((id) => carts.find((cart) => cart.customerId === id) ?? null);
  }),
});
export type Loaders = ReturnType<typeof createLoaders>;
