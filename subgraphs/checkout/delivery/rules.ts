import { z } from 'zod';
import { isCountry } from '../../../schema/vocabulary/countries.ts';
import { isCurrency } from '../../../schema/vocabulary/money.ts';

const Minor = z.int().nonnegative();
const currency = z.string().refine(isCurrency, 'is no currency of ISO 4217');
const country = z.string().refine((code) => code === '*' || isCountry(code), 'is no country of ISO 3166-1, nor "*" for all');

const ByWeight = z.strictObject({ upToGrams: Minor.optional(), priceMinor: Minor });
const ByTotal = z.strictObject({ upToMinor: Minor.optional(), priceMinor: Minor });

/** Bands in ascending order, each up to and with its bound; the last may have none. Beyond the last one the method is not offered. */
const bands = <B extends z.ZodType>(band: B, boundOf: (band: z.output<B>) => number | undefined) =>
  z
    .array(band)
    .min(1)
    .refine(
      (list) => ascends(list.map((one) => boundOf(one) ?? Number.POSITIVE_INFINITY)),
      'must ascend, and only the last may have no bound',
    );
const ascends = (bounds: number[]): boolean => bounds.every((bound, i) => i === 0 || bounds[i - 1]! < bound);

/** What a method costs in one currency, in minor units. */
const Rate = z
  .strictObject({
    flatMinor: Minor.optional(),
    byWeight: bands(ByWeight, ({ upToGrams }) => upToGrams).optional(),
    byTotal: bands(ByTotal, ({ upToMinor }) => upToMinor).optional(),
    /** From this value of the goods on it costs nothing. */
    freeFromMinor: Minor.optional(),
  })
  .refine(
    ({ flatMinor, byWeight, byTotal }) => [flatMinor, byWeight, byTotal].filter((way) => way !== undefined).length === 1,
    'needs exactly one of flatMinor, byWeight and byTotal',
  );
export type Rate = z.infer<typeof Rate>;

const Method = z.strictObject({
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  rates: z.record(currency, Rate).default({}),
  /** Its price is asked of the service for live rates; those above hold where it does not answer. */
  live: z.boolean().default(false),
  minDays: z.int().nonnegative().optional(),
  maxDays: z.int().nonnegative().optional(),
});
export type Method = z.infer<typeof Method>;

const Zone = z.strictObject({
  name: z.string().min(1),
  countries: z.array(country).min(1),
  /** "10115", "35*" or "01000..20999"; left out: all of the countries. */
  postalCodes: z
    .array(z.string().regex(/^[A-Za-z0-9 -]+(\*|\.\.[A-Za-z0-9 -]+)?$/, 'is no "10115", "35*" or "01000..20999"'))
    .min(1)
    .optional(),
  /** None: nothing is delivered to it. */
  methods: z.array(Method).refine((methods) => new Set(methods.map(({ id }) => id)).size === methods.length, 'has the same id twice'),
});
export type Zone = z.infer<typeof Zone>;

/** Where is delivered to, how, and for how much. The first zone that an address lies in counts. */
export const DeliveryRules = z.strictObject({
  zones: z.array(Zone).min(1),
  /** What a piece is taken to weigh whose weight nobody has said. Without it, methods by weight are not offered for such goods. */
  unweighedGrams: z.int().nonnegative().optional(),
});
export type DeliveryRules = z.infer<typeof DeliveryRules>;
