import { z } from 'zod';
import { isCountry } from '../../../schema/vocabulary/countries.ts';

/** Percent with at most four decimals, kept as millionths: nothing is reckoned in fractions. */
const Percent = z
  .number()
  .min(0)
  .max(100)
  .refine((percent) => Math.abs(percent * 10_000 - Math.round(percent * 10_000)) < 1e-6, 'has more than four decimals')
  .transform((percent) => Math.round(percent * 10_000));

/** By tax class. `standard` is the rate of every class that is not named; `zero` is 0 unless it is. */
const Rates = z.record(z.string(), Percent).refine((rates) => rates.standard !== undefined, 'needs a rate "standard"');
export type Rates = z.infer<typeof Rates>;

const Country = z.strictObject({
  rates: Rates.default({ standard: 0 }),
  /** By region, as "CA": in place of the country's. */
  regions: z.record(z.string(), Rates).default({}),
});

/** What is taxed where. A country that is not named takes none. */
export const TaxRules = z.strictObject({
  countries: z.record(z.string().refine(isCountry, 'is no country of ISO 3166-1'), Country),
  /** The class of delivery. Left out, it is taxed as the goods that it carries, in proportion to their value. */
  deliveryClass: z.string().optional(),
});
export type TaxRules = z.infer<typeof TaxRules>;
