import { isRefused, type Refused, refuse, refused } from '../../kit/refusal.ts';
import { chargeStepOf, money } from '../../schema/vocabulary/money.ts';
import { currencyMismatch, variantNotFound } from '../../schema/vocabulary/refusals.ts';
import { type Taxes, taxSum } from '../../schema/vocabulary/taxes.ts';
import { sumTotals, type Totals } from '../../schema/vocabulary/totals.ts';
import type { Offer } from '../catalog/contract.ts';
import type { OrderLine } from '../orders/contract.ts';
import { type Offered, parcelOf } from './delivery/rates.ts';
import type { Destination } from './delivery/zones.ts';
import { STANDARD } from './tax/tax.ts';
import type { Terms } from './terms.ts';

export type Wanted = { variantId: string; quantity: number };
export type Quote = { currencyCode: string; lines: OrderLine[]; totals: Totals; delivery: Offered; taxes: Taxes | null };

type Question = {
  wanted: Wanted[];
  /** Today's, of the variants wanted. */
  offers: Offer[];
  to: Destination;
  /** The delivery that was chosen; null: the cheapest. */
  chosen: string | null;
  /** Ways of delivery that the buyer was promised; without them those of today. */
  promised?: Offered[] | null;
  currency?: string | undefined;
};

/** What the lines cost now, delivered and taxed. `options` are the ways of delivery that there were to choose from. */
export async function quote(terms: Terms, question: Question): Promise<(Quote & { options: Offered[] }) | Refused> {
  const goods = goodsOf(question);
  if (isRefused(goods)) return goods;
  const { lines, offers, currencyCode } = goods;
  const { to, chosen } = question;
  const pieces = lines.map((line, i) => ({ ...line, weightGrams: offers[i]!.weightGrams }));
  const options = question.promised ?? (await terms.deliver(parcelOf(currencyCode, pieces, terms.unweighedGrams), to, chosen));
  if (isRefused(options)) return options;
  const delivery = chosen === null ? options[0] : options.find(({ id }) => id === chosen);
  if (!delivery) return refuse('DELIVERY_OPTION_NOT_FOUND', `There is no such delivery of this in ${currencyCode}.`, ['deliveryOptionId']);
  const taxable = lines.map(({ sku, quantity, unitPriceMinor }, i) => ({
    sku,
    quantity,
    taxClass: offers[i]!.taxClass ?? STANDARD,
    amountMinor: quantity * unitPriceMinor,
  }));
  const taxes = await terms.tax({ to, currencyCode, lines: taxable, deliveryMinor: delivery.priceMinor });
  if (isRefused(taxes)) return taxes;
  return { currencyCode, lines, totals: totalsOf(lines, delivery.priceMinor, taxes, currencyCode), delivery, taxes, options };
}

/** Lines at today's prices, all of them known and in one currency. */
function goodsOf({ wanted, offers, currency }: Question): { currencyCode: string; lines: OrderLine[]; offers: Offer[] } | Refused {
  const byId = new Map(offers.map((offer) => [offer.variantId, offer]));
  const missing = wanted.flatMap((line, i) =>
    byId.has(line.variantId) ? [] : [variantNotFound(line.variantId, ['lines', String(i), 'variantId'])],
  );
  if (missing.length > 0) return refused(...missing);
  const found = wanted.map((line) => byId.get(line.variantId)!);
  const currencyCode = currency ?? found[0]!.currencyCode;
  const odd = found.findIndex((offer) => offer.currencyCode !== currencyCode);
  if (odd >= 0) return refused(currencyMismatch(['lines', String(odd), 'variantId']));
  return { currencyCode, lines: wanted.map((line, i) => orderLine(line, found[i]!)), offers: found };
}

const orderLine = ({ variantId, quantity }: Wanted, { sku, title, priceMinor }: Offer): OrderLine => ({
  variantId,
  quantity,
  sku,
  title,
  unitPriceMinor: priceMinor,
});

/** What cannot be charged to the last minor unit is let off: the discount is what is over the currency's step. */
function totalsOf(lines: OrderLine[], deliveryMinor: number, taxes: Taxes | null, currencyCode: string): Totals {
  const subtotalMinor = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  const taxMinor = taxes && !taxes.included ? taxSum(taxes) : 0;
  const discountMinor = (subtotalMinor + deliveryMinor + taxMinor) % chargeStepOf(currencyCode);
  return sumTotals({ subtotalMinor, deliveryMinor, taxMinor, discountMinor });
}

export const priceChanged = (expectedMinor: number, { totals, currencyCode }: Pick<Quote, 'totals' | 'currencyCode'>): Refused =>
  refused({
    code: 'PRICE_CHANGED',
    message: 'The total is no longer what you were shown. Nothing was charged.',
    path: ['expectedTotalMinor'],
    expectedTotal: money(expectedMinor, currencyCode),
    actualTotal: money(totals.totalMinor, currencyCode),
  });
