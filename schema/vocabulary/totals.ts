import { z } from 'zod';
import { money, MinorUnits, type Money } from './money.ts';
import { presentRates, type Taxes, taxSum } from './taxes.ts';

/** What an order costs, all in minor units of one currency. */
export const Totals = z.object({
  subtotalMinor: MinorUnits,
  deliveryMinor: MinorUnits,
  /** On top of the prices; what they include is no part of the sum. */
  taxMinor: MinorUnits,
  discountMinor: MinorUnits,
  totalMinor: MinorUnits,
});
export type Totals = z.infer<typeof Totals>;

export const sumTotals = (parts: Omit<Totals, 'totalMinor'>): Totals => ({
  ...parts,
  totalMinor: parts.subtotalMinor + parts.deliveryMinor + parts.taxMinor - parts.discountMinor,
});

type Sums = Record<'subtotal' | 'delivery' | 'tax' | 'discount' | 'total' | 'includedTax', Money>;

/** The GraphQL face of totals; `taxes` null where there are none. */
export const presentTotals = (
  totals: Totals,
  currency: string,
  taxes: Taxes | null | undefined,
): Sums & { taxRates: ReturnType<typeof presentRates> } => ({
  subtotal: money(totals.subtotalMinor, currency),
  delivery: money(totals.deliveryMinor, currency),
  tax: money(totals.taxMinor, currency),
  discount: money(totals.discountMinor, currency),
  total: money(totals.totalMinor, currency),
  includedTax: money(taxes?.included ? taxSum(taxes) : 0, currency),
  taxRates: presentRates(taxes, currency),
});
