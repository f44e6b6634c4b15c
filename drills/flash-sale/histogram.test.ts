import { expect, test } from 'vitest';
import { randomOf } from '../harness/random.ts';
import { emptyHistogram, merged, quantile, record } from './histogram.ts';

const of = (values: number[]) => {
  const histogram = emptyHistogram();
  for (const value of values) record(histogram, value);
  return histogram;
};
const exact = (values: number[], share: number) => [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1]!;

test('a quantile is never told better than it is, and at most 3.2 % worse', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = randomOf(seed);
    // from microseconds to minutes
    const values = Array.from({ length: 1_000 }, () => 10 ** (random.next() * 6 - 1));
    const histogram = of(values);
    for (const share of [0, 0.01, 0.5, 0.9, 0.99, 0.999, 1]) {
      const truth = exact(values, share);
      const told = quantile(histogram, share)!;
      expect(told, `${share} of seed ${seed}`).toBeGreaterThanOrEqual(truth - 0.05 - 1e-9);
      expect(told, `${share} of seed ${seed}`).toBeLessThanOrEqual(truth * 1.032 + 0.05 + 1e-9);
    }
  }
});

test('two histograms add up to the one that has seen both, in any order', () => {
  const [one, other] = [
    [1, 2, 3, 500],
    [0.04, 7, 64_000],
  ] as const;
  expect(merged([of([...one]), of([...other])])).toEqual(of([...one, ...other]));
  expect(merged([of([...other]), of([...one])])).toEqual(of([...one, ...other]));
  expect(merged([])).toEqual(emptyHistogram());
});

test('nothing seen has no quantile; one value is all of them', () => {
  expect(quantile(emptyHistogram(), 0.99)).toBeNull();
  for (const share of [0, 0.5, 1]) expect(quantile(of([12.34]), share)).toBeCloseTo(12.3, 0);
});
