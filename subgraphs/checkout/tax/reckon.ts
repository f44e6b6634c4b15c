import { groupBy } from '../../../kit/group.ts';
import type { Taxes } from '../../../schema/vocabulary/taxes.ts';
import { deal, shareOf } from './rounding.ts';

/** An amount as it is priced, at its rate in millionths. */
export type Part = { amountMinor: number; ratePpm: number };
type Line = Part & { taxClass: string };

const WHOLE = 1_000_000;

/**
 * The tax on lines and delivery, in the prices or on top of them. It is rounded once a rate, over all that has this rate, and dealt out
 * to the parts: an invoice adds up however many lines it has, and each line knows its own share.
 */
export function reckon(lines: Line[], delivery: Part[], included: boolean): Taxes {
  const parts = [...lines, ...delivery].map((part, at) => ({ ...part, at }));
  const taxAt = new Map<number, number>();
  const rates = [...groupBy(parts, (part) => part.ratePpm).values()].map((group) => {
    const { ratePpm } = group[0]!;
    const amount = group.reduce((sum, part) => sum + part.amountMinor, 0);
    const taxMinor = shareOf(amount, ratePpm, included ? WHOLE + ratePpm : WHOLE);
    const dealt = deal(
      taxMinor,
      group.map((part) => part.amountMinor),
    );
    group.forEach((part, i) => void taxAt.set(part.at, dealt[i]!));
    return { ratePpm, netMinor: included ? amount - taxMinor : amount, taxMinor };
  });
  return {
    included,
    lines: lines.map(({ taxClass, ratePpm }, at) => ({ taxClass, ratePpm, taxMinor: taxAt.get(at)! })),
    deliveryTaxMinor: delivery.reduce((sum, _, i) => sum + taxAt.get(lines.length + i)!, 0),
    rates: rates.sort((a, b) => b.ratePpm - a.ratePpm),
  };
}
