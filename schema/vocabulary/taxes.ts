import { z } from 'zod';
import { money, MinorUnits, type Money } from './money.ts';

/** Millionths: 19 % is 190,000. */
const RatePpm = z.int().min(0).max(1_000_000);

/** The tax of an order as it was reckoned, all in minor units of its currency. Sums of `rates` and of the parts are the same. */
export const Taxes = z.object({
  /** In the prices; else on top of them. */
  included: z.boolean(),
  /** In the order of the order's lines. */
  lines: z.array(z.object({ taxClass: z.string(), ratePpm: RatePpm, taxMinor: MinorUnits })),
  deliveryTaxMinor: MinorUnits,
  /** What an invoice says: per rate, what is taxed (without the tax) and the tax. */
  rates: z.array(z.object({ ratePpm: RatePpm, netMinor: MinorUnits, taxMinor: MinorUnits })),
});
export type Taxes = z.infer<typeof Taxes>;

export const taxSum = ({ rates }: Taxes): number => rates.reduce((sum, { taxMinor }) => sum + taxMinor, 0);

/** In percent, as people write it: 88,750 is "8.875". */
export const ratePercent = (ratePpm: number): string => String(ratePpm / 10_000);

type TaxRate = { rate: string; net: Money; tax: Money };

/** The GraphQL face of them. */
export const presentRates = (taxes: Taxes | null | undefined, currency: string): TaxRate[] =>
  (taxes?.rates ?? []).map(({ ratePpm, netMinor, taxMinor }) => ({
    rate: ratePercent(ratePpm),
    net: money(netMinor, currency),
    tax: money(taxMinor, currency),
  }));
