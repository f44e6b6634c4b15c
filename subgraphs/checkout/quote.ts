import { type Refused, refuse, refused } from '../../kit/refusal.ts';
import { money } from '../../schema/vocabulary/money.ts';
import { currencyMismatch, variantNotFound } from '../../schema/vocabulary/refusals.ts';
import { sumTotals, type Totals } from '../../schema/vocabulary/totals.ts';
import type { Offer } from '../catalog/contract.ts';
import type { OrderLine } from '../orders/contract.ts';
import { type DeliveryOption, offered } from './delivery.ts';

export type Wanted = { variantId: string; quantity: number };
export type Quote = { currencyCode: string; lines: OrderLine[]; totals: Totals };

/** What the lines cost now, delivered: today's offers, and the cheapest delivery unless one was chosen. Pure. */
export function quote(
  wanted: Wanted[],
  offers: Offer[],
  delivery: DeliveryOption[],
  chosen: string | null,
  currency?: string,
): Quote | Refused {
  const byId = new Map(offers.map((offer) => [offer.variantId, offer]));
  const missing = wanted.flatMap((line, i) =>
    byId.has(line.variantId) ? [] : [variantNotFound(line.variantId, ['lines', String(i), 'variantId'])],
  );
  if (missing.length > 0) return refused(...missing);
  const currencyCode = currency ?? byId.get(wanted[0]!.variantId)!.currencyCode;
  const odd = wanted.findIndex((line) => byId.get(line.variantId)!.currencyCode !== currencyCode);
  if (odd >= 0) return refused(currencyMismatch(['lines', String(odd), 'variantId']));
  const options = offered(delivery, currencyCode);
  const option = chosen === null ? options[0] : options.find(({ id }) => id === chosen);
  if (!option) return refuse('DELIVERY_OPTION_NOT_FOUND', `There is no such delivery in ${currencyCode}.`, ['deliveryOptionId']);
  const lines = wanted.map((line) => orderLine(line, byId.get(line.variantId)!));
  return { currencyCode, lines, totals: totalsOf(lines, option.priceMinor) };
}

const orderLine = ({ variantId, quantity }: Wanted, { sku, title, priceMinor }: Offer): OrderLine => ({
  variantId,
  quantity,
  sku,
  title,
  unitPriceMinor: priceMinor,
});

/** Tax is 0 and nothing is discounted, until the issues that bring both. */
const totalsOf = (lines: OrderLine[], deliveryMinor: number): Totals =>
  sumTotals({
    subtotalMinor: lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0),
    deliveryMinor,
    taxMinor: 0,
    discountMinor: 0,
  });

export const priceChanged = (expectedMinor: number, { totals, currencyCode }: Quote): Refused =>
  refused({
    code: 'PRICE_CHANGED',
    message: 'The total is no longer what you were shown. Nothing was charged.',
    path: ['expectedTotalMinor'],
    expectedTotal: money(expectedMinor, currencyCode),
    actualTotal: money(totals.totalMinor, currencyCode),
  });
