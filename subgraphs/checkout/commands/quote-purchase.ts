import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { turnLoader } from '../../../kit/turn-loader.ts';
import type { cart, CartSnapshot } from '../../cart/contract.ts';
import type { catalog, Offer } from '../../catalog/contract.ts';
import { destinationKey } from '../delivery/zones.ts';
import type { Shop } from '../place-order.saga.ts';
import { priceChanged, type Quote, quote } from '../quote.ts';
import type { Terms } from '../terms.ts';
import { type Marks, markedVariants } from './marked-variants.ts';
import { type Told, toldOf } from './told.ts';

type Asks = { catalog: Client<typeof catalog>; cart: Client<typeof cart> };

/**
 * Prices an attempt from catalog's primary. The total must be what the buyer said they expect; else what beginCheckout
 * told them; else what their cart shows. If it is not, the cart is brought up to date and nothing is charged.
 */
export function quotePurchase(sql: Sql, ask: Asks, terms: Terms): Shop['quote'] {
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
      snapshot ? toldOf(sql, snapshot.cartId) : null,
    ]);
    const to = purchase.shippingAddress;
    const seen = told && snapshot && told.cartVersion === snapshot.version ? told : null;
    const ways = seen?.delivery?.to === destinationKey(to) ? seen.delivery.options : null;
    const answer = await quote(terms, {
      wanted,
      offers: offers.flatMap((offer) => offer ?? []),
      to,
      chosen: purchase.deliveryOptionId,
      // what was shown is what was agreed to, as long as the checkout lasts
      promised: seen?.lives ? ways : null,
      currency: snapshot?.currencyCode,
    });
    if (isRefused(answer)) return answer;
    const { options: _, ...quoted } = answer;
    const expected = purchase.expectedTotalMinor ?? shownTotal(quoted, shownSubtotal(snapshot, seen), ways);
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
function shownSubtotal(snapshot: CartSnapshot | null, seen: Told | null): number | null {
  if (!snapshot) return null;
  return seen?.subtotalMinor ?? snapshot.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
}

/** The total at the prices that were shown: of the goods, and of this delivery where it was shown for the same destination. */
function shownTotal({ totals, delivery }: Quote, subtotalMinor: number | null, ways: ToldWays): number | null {
  if (subtotalMinor === null) return null;
  const shownDelivery = ways?.find(({ id }) => id === delivery.id)?.priceMinor ?? totals.deliveryMinor;
  return totals.totalMinor - totals.subtotalMinor + subtotalMinor - totals.deliveryMinor + shownDelivery;
}
type ToldWays = NonNullable<Told['delivery']>['options'] | null;
