import type { Client } from '../../kit/contract.ts';
import type { Log } from '../../kit/log.ts';
import type { catalog } from '../catalog/contract.ts';
import type { inventory } from '../inventory/contract.ts';
import { type Cart, type Warning, warningsOf } from './cart.ts';

/** Compares a cart with today's prices and stock. Who cannot be asked costs their warnings, not the cart. */
export const cartWarnings =
  (ask: { catalog: Client<typeof catalog>; inventory: Client<typeof inventory> }, log: Log) =>
  async (cart: Cart): Promise<Warning[]> => {
    if (cart.lines.length === 0 || cart.state === 'CLOSED') return [];
    const variantIds = cart.lines.map((line) => line.variantId);
    const [offers, stock] = await Promise.allSettled([ask.catalog.offers({ variantIds }), ask.inventory.availability({ variantIds })]);
    for (const answer of [offers, stock])
      if (answer.status === 'rejected') log.warn({ err: answer.reason }, 'a cart is shown without some warnings');
    return warningsOf(
      cart.lines,
      offers.status === 'fulfilled' ? new Map(offers.value.offers.map((offer) => [offer.variantId, offer.priceMinor])) : null,
      stock.status === 'fulfilled' ? new Map(stock.value.variants.map((variant) => [variant.variantId, variant.available])) : null,
    );
  };
