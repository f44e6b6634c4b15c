import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog } from '../../kit/log.ts';
import { isRefused } from '../../kit/refusal.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { chargeStepOf } from '../../schema/vocabulary/money.ts';
import { taxSum } from '../../schema/vocabulary/taxes.ts';
import { quote } from './quote.ts';
import { TermsSettings, termsOf } from './terms.ts';

const CURRENCIES = ['JPY', 'EUR', 'KWD'];
const price = fc.integer({ min: 0, max: 2_000_000_000 });
const percent = fc.integer({ min: 0, max: 300_000 }).map((ppm) => ppm / 10_000);
const settings = fc.record({
  pricesIncludeTax: fc.boolean(),
  deliveryOptions: price.map((minor) => [{ id: 'a', name: 'A', priceMinor: Object.fromEntries(CURRENCIES.map((code) => [code, minor])) }]),
  taxRules: fc.option(
    fc.record({
      countries: fc.record({ DE: fc.record({ rates: fc.record({ standard: percent, reduced: percent }) }) }),
      deliveryClass: fc.constantFrom(undefined, 'standard', 'zero'),
    }),
    { nil: undefined },
  ),
});
const pieces = fc.array(
  fc.record({ quantity: fc.integer({ min: 1, max: 999 }), priceMinor: price, taxClass: fc.constantFrom(null, 'reduced', 'zero') }),
  { minLength: 1, maxLength: 20 },
);
const to = { countryCode: 'DE', postalCode: '10115', city: 'Berlin', region: null };
const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

test('whatever is bought, however it is taxed and in whichever currency: all sums agree, in whole minor units', async () => {
  const seen = { taxed: 0, letOff: 0 };
  await fc.assert(
    fc.asyncProperty(settings, pieces, fc.constantFrom(...CURRENCIES), async (how, bought, currencyCode) => {
      const terms = termsOf(TermsSettings.parse(how), createLog('fatal'));
      const offers = bought.map(({ priceMinor, taxClass }, i) => {
        return { variantId: uuidv7(), productId: uuidv7(), sku: `S${i}`, title: 'T', priceMinor, currencyCode, taxClass };
      });
      const wanted = bought.map(({ quantity }, i) => ({ quantity, variantId: offers[i]!.variantId }));
      const quoted = await quote(terms, { wanted, offers, to, chosen: null });
      if (isRefused(quoted)) throw new Error(JSON.stringify(quoted));
      const { totals, taxes, lines, delivery } = quoted;
      expect(Object.values(totals).every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      expect(sum(lines.map((line) => line.quantity * line.unitPriceMinor))).toBe(totals.subtotalMinor);
      expect(totals.deliveryMinor).toBe(delivery.priceMinor);
      expect(totals.subtotalMinor + totals.deliveryMinor + totals.taxMinor - totals.discountMinor).toBe(totals.totalMinor);
      // what can be charged, and not a step less than what is owed
      expect(totals.totalMinor % chargeStepOf(currencyCode)).toBe(0);
      expect(totals.discountMinor).toBeLessThan(chargeStepOf(currencyCode));
      if (totals.discountMinor > 0) seen.letOff += 1;
      if (!taxes) {
        expect(totals.taxMinor).toBe(0);
        return;
      }
      seen.taxed += 1;
      expect(totals.taxMinor).toBe(how.pricesIncludeTax ? 0 : taxSum(taxes));
      expect(sum(taxes.lines.map(({ taxMinor }) => taxMinor)) + taxes.deliveryTaxMinor).toBe(taxSum(taxes));
      expect(sum(taxes.rates.map(({ netMinor }) => netMinor)) + (how.pricesIncludeTax ? taxSum(taxes) : 0)).toBe(
        totals.subtotalMinor + totals.deliveryMinor,
      );
      taxes.lines.forEach(({ taxMinor }, i) => {
        expect(taxMinor).toBeGreaterThanOrEqual(0);
        if (how.pricesIncludeTax) expect(taxMinor).toBeLessThanOrEqual(lines[i]!.quantity * lines[i]!.unitPriceMinor);
      });
    }),
    { numRuns: 400 },
  );
  expect(seen.taxed).toBeGreaterThan(50);
  expect(seen.letOff).toBeGreaterThan(20);
});
