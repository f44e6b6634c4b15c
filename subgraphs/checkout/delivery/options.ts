import { z } from 'zod';
import type { DeliveryRules } from './rules.ts';

/** The short form of delivery: flat rates to everywhere, per currency in minor units. */
export const DeliveryOptions = z
  .array(
    z.object({
      id: z.string().min(1),
      name: z.string().min(1),
      priceMinor: z.record(z.string().regex(/^[A-Z]{3}$/, 'is no currency code'), z.int().nonnegative()),
      minDays: z.int().nonnegative().optional(),
      maxDays: z.int().nonnegative().optional(),
    }),
  )
  .min(1);
type DeliveryOption = z.infer<typeof DeliveryOptions>[number];

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

/** The same in the long form: one zone, which is the world. */
export const everywhere = (options: DeliveryOption[]): DeliveryRules => ({
  zones: [
    {
      name: 'everywhere',
      countries: ['*'],
      methods: options.map(({ priceMinor, ...method }) => ({
        ...method,
        live: false,
        rates: Object.fromEntries(Object.entries(priceMinor).map(([currency, flatMinor]) => [currency, { flatMinor }])),
      })),
    },
  ],
});
