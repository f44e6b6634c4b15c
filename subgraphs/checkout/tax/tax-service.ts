import { z } from 'zod';
import type { OutsideService } from '../../../kit/outside-service.ts';
import { groupBy } from '../../../kit/group.ts';
import type { Taxes } from '../../../schema/vocabulary/taxes.ts';
import type { Taxable } from './taxable.ts';

/** What an outside service says of the tax; null where it has given no good answer. */
export type TaxService = (taxable: Taxable, included: boolean) => Promise<Taxes | null>;

const Taxed = z.object({ ratePercent: z.number().min(0).max(100), taxMinor: z.int().nonnegative() });
const Answer = z.object({ lines: z.array(Taxed), delivery: Taxed });

/** It is asked once an order, with amounts as they are priced, and rounds as it sees fit; no tax may be more than what it is a part of. */
export function taxServiceBy(service: OutsideService): TaxService {
  return async (taxable, included) => {
    const { to, currencyCode, lines, deliveryMinor } = taxable;
    const destination = { countryCode: to.countryCode, postalCode: to.postalCode, city: to.city, region: to.region ?? null };
    const question = { destination, currencyCode, pricesIncludeTax: included, lines, delivery: { amountMinor: deliveryMinor } };
    const amounts = [...lines.map(({ amountMinor }) => amountMinor), deliveryMinor];
    const form = Answer.refine((answer) => {
      const taxed = [...answer.lines, answer.delivery];
      return taxed.length === amounts.length && taxed.every(({ taxMinor }, i) => taxMinor <= amounts[i]!);
    }, 'is about other lines, or asks for more than they cost');
    const answer = await service(question, form);
    return answer && asTaxes(answer, taxable, amounts, included);
  };
}

function asTaxes(answer: z.infer<typeof Answer>, { lines }: Taxable, amounts: number[], included: boolean): Taxes {
  const taxed = [...answer.lines, answer.delivery].map(({ ratePercent, taxMinor }, i) => ({
    ratePpm: Math.round(ratePercent * 10_000),
    taxMinor,
    netMinor: amounts[i]! - (included ? taxMinor : 0),
  }));
  const rates = [...groupBy(taxed, ({ ratePpm }) => ratePpm).values()].map((group) => ({
    ratePpm: group[0]!.ratePpm,
    netMinor: group.reduce((sum, { netMinor }) => sum + netMinor, 0),
    taxMinor: group.reduce((sum, { taxMinor }) => sum + taxMinor, 0),
  }));
  return {
    included,
    lines: lines.map(({ taxClass }, i) => ({ taxClass, ratePpm: taxed[i]!.ratePpm, taxMinor: taxed[i]!.taxMinor })),
    deliveryTaxMinor: answer.delivery.taxMinor,
    rates: rates.sort((a, b) => b.ratePpm - a.ratePpm),
  };
}
