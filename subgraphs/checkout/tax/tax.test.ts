import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Taxes, taxSum } from '../../../schema/vocabulary/taxes.ts';
import { deal, shareOf } from './rounding.ts';
import { TaxRules } from './rules.ts';
import { taxBy } from './tax.ts';
import type { Taxable } from './taxable.ts';

const RULES = TaxRules.parse({
  countries: {
    DE: { rates: { standard: 19, reduced: 7 } },
    FR: { rates: { standard: 20, reduced: 5.5 } },
    US: { regions: { NY: { standard: 8.875 }, CA: { standard: 7.25, reduced: 0 } } },
  },
});
const line = (amountMinor: number, taxClass = 'standard') => ({ sku: 'A', quantity: 1, taxClass, amountMinor });
const taxable = (lines: Taxable['lines'], deliveryMinor = 0, countryCode = 'DE', region: string | null = null): Taxable => ({
  to: { countryCode, postalCode: '1', city: 'Town', region },
  currencyCode: 'EUR',
  lines,
  deliveryMinor,
});
const tax = async (what: Taxable, included: boolean, rules = RULES) => (await taxBy(rules, null, included)(what)) as Taxes;

describe('the tax of an order', () => {
  test('on top of the prices, or in them', async () => {
    expect(await tax(taxable([line(10_000)]), false)).toMatchObject({ rates: [{ ratePpm: 190_000, netMinor: 10_000, taxMinor: 1_900 }] });
    expect(await tax(taxable([line(11_900)]), true)).toMatchObject({ included: true, rates: [{ netMinor: 10_000, taxMinor: 1_900 }] });
  });

  test('is rounded once a rate, half a cent upwards, and not line by line', async () => {
    // 19 % of 3 cents is 0.57: ten such lines rounded one by one would be 10
    expect(taxSum(await tax(taxable(Array.from({ length: 10 }, () => line(3))), false))).toBe(6);
    expect(taxSum(await tax(taxable([line(50)]), false))).toBe(10);
    expect(taxSum(await tax(taxable([line(49)]), false))).toBe(9);
  });

  test('by class: what is not named is standard, zero is 0', async () => {
    const { lines, rates } = await tax(taxable([line(100, 'reduced'), line(100, 'books'), line(100, 'zero')]), false);
    expect(lines.map(({ taxMinor }) => taxMinor)).toEqual([7, 19, 0]);
    expect(rates.map(({ ratePpm }) => ratePpm)).toEqual([190_000, 70_000, 0]);
  });

  test('delivery is taxed as the goods that it carries, or by a class of its own', async () => {
    const goods = [line(7_500), line(2_500, 'reduced')];
    expect(await tax(taxable(goods, 1_000), false)).toMatchObject({
      deliveryTaxMinor: 161,
      rates: [{ netMinor: 8_250 }, { netMinor: 2_750 }],
    });
    expect(await tax(taxable(goods, 1_000), false, { ...RULES, deliveryClass: 'standard' })).toMatchObject({ deliveryTaxMinor: 190 });
    // all of it given away: the first line's rate
    expect(await tax(taxable([line(0, 'reduced'), line(0)], 1_000), false)).toMatchObject({ deliveryTaxMinor: 70 });
  });

  test('by country and region, whichever way that is written; elsewhere there is none', async () => {
    expect(taxSum(await tax(taxable([line(10_000)], 0, 'US', 'New York'), false))).toBe(888);
    expect(taxSum(await tax(taxable([line(10_000)], 0, 'US', 'ny'), false))).toBe(888);
    expect(taxSum(await tax(taxable([line(10_000)], 0, 'US'), false))).toBe(0);
    expect(taxSum(await tax(taxable([line(10_000)], 0, 'CH'), true))).toBe(0);
  });

  test('is asked of a service where there is one; of the table where that is silent; without either it is not guessed', async () => {
    const told: Taxes = { included: false, lines: [], deliveryTaxMinor: 0, rates: [{ ratePpm: 1, netMinor: 1, taxMinor: 42 }] };
    expect(await taxBy(RULES, async () => told, false)(taxable([line(100)]))).toBe(told);
    expect(await taxBy(RULES, async () => null, false)(taxable([line(100)]))).toMatchObject({ rates: [{ taxMinor: 19 }] });
    expect(await taxBy(null, async () => null, false)(taxable([line(100)]))).toMatchObject({ refused: [{ code: 'TAX_UNKNOWN' }] });
    expect(await taxBy(null, null, false)(taxable([line(100)]))).toBeNull();
  });

  test('rates that cannot be are refused', () => {
    const place = (rates: object) => TaxRules.safeParse({ countries: { DE: { rates } } }).error?.issues[0]?.path.join('.');
    expect([place({ standard: 19.00001 }), place({ standard: 101 }), place({ reduced: 7 }), place({ standard: 8.875 })]).toEqual([
      'countries.DE.rates.standard',
      'countries.DE.rates.standard',
      'countries.DE.rates',
      undefined,
    ]);
  });
});

describe('rounding', () => {
  const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

  test('a share is the nearest whole number, and the greater one of two', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 1_000_000 }), (whole, ppm) => {
        const twice = 2n * BigInt(shareOf(whole, ppm, 1_000_000)) * 1_000_000n;
        const exact = 2n * BigInt(whole) * BigInt(ppm);
        expect(twice - exact).toBeLessThanOrEqual(1_000_000n);
        expect(twice - exact).toBeGreaterThan(-1_000_000n);
      }),
    );
  });

  test('what is dealt out adds up, and nobody is a whole unit off', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 }),
        fc.array(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 30 }),
        (sum, weights) => {
          const dealt = deal(sum, weights);
          expect(dealt.reduce((all, one) => all + one, 0)).toBe(sum);
          const total = weights.reduce((all, one) => all + BigInt(one), 0n);
          if (total > 0n)
            dealt.forEach((one, i) => {
              const off = BigInt(one) * total - BigInt(sum) * BigInt(weights[i]!);
              expect(off < total && off > -total).toBe(true);
            });
        },
      ),
    );
  });
});
