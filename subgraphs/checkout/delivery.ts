import { z } from 'zod';

/** Flat rates, per currency in minor units; an option without the order's currency is not offered. */
export const DeliveryOptions = z
  .array(
    z.object({
      id: z.string().min(1),
      name: z.string().min(1),
      priceMinor: z.record(z.string().regex(/^[A-Z]{3}$/), z.int().nonnegative()),
      minDays: z.int().nonnegative().optional(),
      maxDays: z.int().nonnegative().optional(),
    }),
  )
  .min(1);
export type DeliveryOption = z.infer<typeof DeliveryOptions>[number];

export const DEFAULT_DELIVERY: DeliveryOption[] = [
  { id: 'standard', name: 'Standard delivery', priceMinor: { EUR: 490, USD: 590, GBP: 450, CHF: 690, JPY: 800 }, minDays: 2, maxDays: 4 },
  {
    id: 'express',
    name: 'Express delivery',
    priceMinor: { EUR: 1290, USD: 1490, GBP: 1190, CHF: 1590, JPY: 2000 },
    minDays: 1,
    maxDays: 1,
  },
];

export type Offered = { id: string; name: string; priceMinor: number; minDays?: number; maxDays?: number };

/** What can be chosen in this currency, the cheapest first. */
export const offered = (options: DeliveryOption[], currencyCode: string): Offered[] =>
  options
    .flatMap(({ priceMinor, ...option }) =>
      priceMinor[currencyCode] === undefined ? [] : [{ ...option, priceMinor: priceMinor[currencyCode] }],
    )
    .sort((a, b) => a.priceMinor - b.priceMinor);
