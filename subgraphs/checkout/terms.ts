import { z } from 'zod';
import type { Log } from '../../kit/log.ts';
import { outsideService } from '../../kit/outside-service.ts';
import { type Deliver, deliverBy } from './delivery/deliver.ts';
import { liveRatesBy } from './delivery/live-rates.ts';
import { DEFAULT_DELIVERY, DeliveryOptions, everywhere } from './delivery/options.ts';
import { DeliveryRules } from './delivery/rules.ts';
import type { Destination } from './delivery/zones.ts';
import { type Tax, taxBy } from './tax/tax.ts';
import { TaxRules } from './tax/rules.ts';
import { taxServiceBy } from './tax/tax-service.ts';

/** What an operator has said of delivery and tax. */
export const TermsSettings = z.object({
  deliveryOptions: DeliveryOptions.default(DEFAULT_DELIVERY),
  /** In place of the options, where there are any. */
  deliveryRules: DeliveryRules.optional(),
  liveRatesUrl: z.string().optional(),
  taxRules: TaxRules.optional(),
  pricesIncludeTax: z.boolean().default(true),
  taxServiceUrl: z.string().optional(),
  homeCountry: z.string().default('DE'),
});

/** How the shop delivers and taxes. */
export type Terms = {
  deliver: Deliver;
  tax: Tax;
  unweighedGrams: number | undefined;
  /** Where a buyer is taken to be who has not said. */
  home: Destination;
};

export function termsOf(settings: z.output<typeof TermsSettings>, log: Log): Terms {
  const { deliveryOptions, deliveryRules, liveRatesUrl, taxRules, pricesIncludeTax, taxServiceUrl, homeCountry } = settings;
  const rules = deliveryRules ?? everywhere(deliveryOptions);
  const liveRates = liveRatesUrl ? liveRatesBy(outsideService({ name: 'live rates', url: liveRatesUrl, log })) : null;
  const taxService = taxServiceUrl ? taxServiceBy(outsideService({ name: 'tax', url: taxServiceUrl, log })) : null;
  return {
    deliver: deliverBy(rules, liveRates),
    tax: taxBy(taxRules ?? null, taxService, pricesIncludeTax),
    unweighedGrams: rules.unweighedGrams,
    home: { countryCode: homeCountry, postalCode: '', city: '', region: null },
  };
}
