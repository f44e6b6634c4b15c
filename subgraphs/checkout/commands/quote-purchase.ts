import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { turnLoader } from '../../../kit/turn-loader.ts';
import type { cart, CartSnapshot } from '../../cart/contract.ts';
import type { catalog, Offer } from '../../catalog/contract.ts';
import type { DeliveryOption } from '../delivery.ts';
import type { Shop } from '../place-order.saga.ts';
import { priceChanged, quote } from '../quote.ts';
import { type Marks, markedVariants } from './marked-variants.ts';

type Asks = { catalog: Client<typeof catalog>; cart: Client<typeof cart> };

/**
 * Prices an attempt from catalog's primary. The total must be what the buyer said they expect; else what beginCheckout
 * told them; else what their cart shows. If it is not, the cart is brought up to date and nothing is charged.
 */
export function quotePurchase(sql: Sql, ask: Asks, delivery: DeliveryOption[]): Shop['quote'] {
  // one question a turn for all who are buying
  const offerOf = turnLoader<Offer | null>(async (variantIds) => {
    const { offers } = await ask.catalog.offers({ variantIds });
    const byId = new Map(offers.map((offer) => [offer.variantId, offer]));
    return variantIds.map((id) => byId.get(id) ?? null);
  });
  const marksOf = turnLoader<Marks>((variantIds) => markedVariants(sql, variantIds));
  return async (attemptId, purchase, snapshot) => {
    const wanted = snapshot?.lines ?? purchase.lines!;
    const [offers, marks, told] = await Promise.all([
      Promise.all(wanted.map((line) => offerOf(line.variantId))),
      Promise.all(wanted.map((line) => marksOf(line.variantId))),
      snapshot ? checkoutOf(sql, snapshot.cartId) : null,
    ]);
    const quoted = quote(
      wanted,
      offers.flatMap((offer) => offer ?? []),
      delivery,
      purchase.deliveryOptionId,
      snapshot?.currencyCode,
    );
    if (isRefused(quoted)) return quoted;
    const shown = shownSubtotal(snapshot, told);
    const expected =
      purchase.expectedTotalMinor ?? (shown === null ? null : quoted.totals.totalMinor - quoted.totals.subtotalMinor + shown);
    if (expected === null || expected === quoted.totals.totalMinor)
      return {
        ...quoted,
        adopt: told?.reservationId ?? null,
        inSale: marks.some((mark) => mark.inSale),
        limited: marks.some((mark) => mark.limited),
      };
    if (snapshot) await ask.cart.renewPrices({ cartId: snapshot.cartId, attemptId, prices: quoted.lines });
    return priceChanged(expected, quoted);
  };
}

/** What the buyer has seen of the goods' price; null when they named lines and have seen none. */
function shownSubtotal(snapshot: CartSnapshot | null, told: Told | null): number | null {
  if (!snapshot) return null;
  if (told?.subtotalMinor != null && told.cartVersion === snapshot.version) return told.subtotalMinor;
  return snapshot.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
}

type Told = { reservationId: string; cartVersion: number | null; subtotalMinor: number | null };

async function checkoutOf(sql: Sql, cartId: string): Promise<Told | null> {
  const [row] = await sql<Told[]>`
    SELECT reservation_id AS "reservationId", cart_version AS "cartVersion", subtotal_minor AS "subtotalMinor" FROM checkouts WHERE cart_id = ${cartId}`;
  return row ?? null;
}
