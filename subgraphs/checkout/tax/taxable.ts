import type { Destination } from '../delivery/zones.ts';

/** What is to be taxed, as it is priced, in minor units. */
export type Taxable = {
  to: Destination;
  currencyCode: string;
  lines: { sku: string; quantity: number; taxClass: string; amountMinor: number }[];
  deliveryMinor: number;
};
