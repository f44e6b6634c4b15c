import { type Refused, refuse } from '../../../kit/refusal.ts';
import { regionCodeOf } from '../../../schema/vocabulary/countries.ts';
import type { Taxes } from '../../../schema/vocabulary/taxes.ts';
import { type Part, reckon } from './reckon.ts';
import { deal } from './rounding.ts';
import type { Rates, TaxRules } from './rules.ts';
import type { TaxService } from './tax-service.ts';
import type { Taxable } from './taxable.ts';

export const STANDARD = 'standard';

/** Null where nothing is said of tax at all. */
export type Tax = (taxable: Taxable) => Promise<Taxes | null | Refused>;

/** Asks the service where there is one; the table where it does not answer. Without either the order cannot be priced. */
export function taxBy(rules: TaxRules | null, service: TaxService | null, included: boolean): Tax {
  return async (taxable) => {
    const told = service && (await service(taxable, included));
    if (told) return told;
    if (rules) return byTable(rules, taxable, included);
    return service ? refuse('TAX_UNKNOWN', 'The tax of this order cannot be worked out just now. Nothing was charged.') : null;
  };
}

function byTable({ countries, deliveryClass }: TaxRules, { to, lines, deliveryMinor }: Taxable, included: boolean): Taxes {
  const country = countries[to.countryCode];
  const region = country && to.region ? country.regions[regionCodeOf(to.countryCode, to.region)] : undefined;
  const rates = region ?? country?.rates ?? { [STANDARD]: 0 };
  const taxed = lines.map(({ taxClass, amountMinor }) => ({ taxClass, amountMinor, ratePpm: rateOf(rates, taxClass) }));
  const delivery = deliveryClass ? [{ amountMinor: deliveryMinor, ratePpm: rateOf(rates, deliveryClass) }] : asGoods(taxed, deliveryMinor);
  return reckon(taxed, delivery, included);
}

const rateOf = (rates: Rates, taxClass: string): number => rates[taxClass] ?? (taxClass === 'zero' ? 0 : rates[STANDARD]!);

/** Delivery shares the fate of the goods: as much of it at each rate as there are goods at it. */
function asGoods(goods: Part[], deliveryMinor: number): Part[] {
  const dealt = deal(
    deliveryMinor,
    goods.map(({ amountMinor }) => amountMinor),
  );
  return goods.map(({ ratePpm }, i) => ({ ratePpm, amountMinor: dealt[i]! }));
}
