import { expect, test } from 'vitest';
import { chargeStepOf, decimalsOf, formatAmount } from './money.ts';

test.each([
  ['EUR', 2, '19.90'],
  ['JPY', 0, '1990'],
  ['KWD', 3, '1.990'],
  // nobody has fillér or öre in their pocket; ISO 4217 and payment providers count in them all the same
  ['HUF', 2, '19.90'],
  ['ISK', 0, '1990'],
  ['IQD', 3, '1.990'],
])('%s has %d decimals', (currency, places, text) => {
  expect(decimalsOf(currency)).toBe(places);
  expect(formatAmount(1990, currency)).toBe(text);
});

test('an amount of three decimals is charged in steps of ten', () => {
  expect(['EUR', 'JPY', 'KWD', 'MGA'].map(chargeStepOf)).toEqual([1, 1, 10, 100]);
});
