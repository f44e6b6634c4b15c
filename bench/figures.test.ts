import { expect, test } from 'vitest';
import { figuresOf, medianOf, ratioOf } from './figures.ts';

test('percentiles are the nearest rank, in whatever order the answers came', () => {
  const durations = Array.from({ length: 150 }, (_, i) => ((i * 37) % 150) + 1);
  expect(figuresOf(durations, 3)).toEqual({ perSecond: 50, p50: 75, p95: 143, p99: 149, count: 150 });
});

test('one answer is its own percentile, none has none', () => {
  expect(figuresOf([7], 1)).toMatchObject({ p50: 7, p99: 7, perSecond: 1 });
  expect(figuresOf([], 1)).toMatchObject({ p50: Number.NaN, perSecond: 0 });
});

test('a ratio above one is better than the limit', () => {
  expect(ratioOf({ ours: figuresOf([1, 1], 1), limit: figuresOf([1], 1) })).toBe(2);
});

test('the median is one that was measured', () => {
  expect(medianOf([9, 1, 5], (n) => n)).toBe(5);
  expect(medianOf([4, 3, 2, 1], (n) => n)).toBe(2);
});
