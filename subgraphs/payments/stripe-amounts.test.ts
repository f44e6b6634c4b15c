import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chargeStepOf } from '../../schema/vocabulary/money.ts';
import { fromStripe, toStripe } from './stripe-amounts.ts';

// https://docs.stripe.com/currencies#special-cases
test.each([
  ['EUR', 1990, 1990],
  ['JPY', 1990, 1990],
  ['KWD', 1990, 1990],
  ['ISK', 1990, 199_000],
  ['UGX', 1990, 199_000],
  ['MGA', 199_000, 1990],
])('%s: %i of ours are %i of theirs', (currencyCode, ours, theirs) => {
  expect(toStripe({ amountMinor: ours, currencyCode })).toBe(theirs);
  expect(fromStripe(theirs, currencyCode.toLowerCase())).toBe(ours);
});

test('whatever can be charged comes back as it went', () => {
  const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'ISK', 'UGX', 'MGA');
  fc.assert(
    fc.property(currency, fc.integer({ min: 0, max: 1_000_000 }), (currencyCode, steps) => {
      const amountMinor = steps * chargeStepOf(currencyCode);
      expect(fromStripe(toStripe({ amountMinor, currencyCode }), currencyCode)).toBe(amountMinor);
    }),
  );
});

test('what cannot be said to Stripe is not rounded', () => {
  expect(() => toStripe({ amountMinor: 150, currencyCode: 'MGA' })).toThrow('cannot be charged');
});
