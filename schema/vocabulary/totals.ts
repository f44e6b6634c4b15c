import { z } from 'zod';
import { money, MinorUnits, type Money } from './money.ts';

/** What an order costs, all in minor units of one currency. */
export const Totals = z.object({
  subtotalMinor: MinorUnits,
  deliveryMinor: MinorUnits,
  taxMinor: MinorUnits,
  discountMinor: MinorUnits,
  totalMinor: MinorUnits,
});
export type Totals = z.infer<typeof Totals>;

export const sumTotals = (parts: Omit<Totals, 'totalMinor'>): Totals => ({
  ...parts,
  totalMinor: parts.subtotalMinor + parts.deliveryMinor + parts.taxMinor - parts.discountMinor,
});

/** The GraphQL face of totals. */
export const presentTotals = (totals: Totals, currency: string): Record<'subtotal' | 'delivery' | 'tax' | 'discount' | 'total', Money> => ({
  subtotal: money(totals.subtotalMinor, currency),
  delivery: money(totals.deliveryMinor, currency),
  tax: money(totals.taxMinor, currency),
  discount: money(totals.discountMinor, currency),
  total: money(totals.totalMinor, currency),
});
