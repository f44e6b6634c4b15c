import { expect, test } from 'vitest';
import type { Taxes } from './taxes.ts';
import { presentTotals, sumTotals } from './totals.ts';

const totals = sumTotals({ subtotalMinor: 1_190, deliveryMinor: 0, taxMinor: 0, discountMinor: 0 });
const taxes: Taxes = {
  included: true,
  lines: [{ taxClass: 'standard', ratePpm: 190_000, taxMinor: 190 }],
  deliveryTaxMinor: 0,
  rates: [{ ratePpm: 190_000, netMinor: 1_000, taxMinor: 190 }],
};
const eur = (amountMinor: number) => ({ amountMinor, currencyCode: 'EUR' });

test('tax that the prices include is told beside the sum', () => {
  expect(presentTotals(totals, 'EUR', taxes)).toMatchObject({
    subtotal: eur(1_190),
    tax: eur(0),
    total: eur(1_190),
    includedTax: eur(190),
    taxRates: [{ rate: '19', net: eur(1_000), tax: eur(190) }],
  });
});

test('where there is no tax nothing is told of it', () => {
  expect(presentTotals(totals, 'EUR', null)).toMatchObject({ tax: eur(0), includedTax: eur(0), taxRates: [] });
});
