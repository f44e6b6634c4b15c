import { expect, test } from 'vitest';
import { figuresOf, ratioOf } from './figures.ts';

test('percentiles are the nearest rank, in whatever order the answers came', () => {
  const durations = Array.from({ length: 200 }, (_, i) => ((i * 37) % 200) + 1);
  expect(figuresOf(durations, 4)).toEqual({ perSecond: 50, p50: 100, p95: 190, p99: 198, count: 200 });
});

test('one answer is its own percentile, none has none', () => {
  expect(figuresOf([7], 1)).toMatchObject({ p50: 7, p99: 7, perSecond: 1 });
  expect(figuresOf([], 1)).toMatchObject({ p50: Number.NaN, perSecond: 0 });
});

test('a ratio above one is better than the limit', () => {
  expect(ratioOf({ ours: figuresOf([1, 1], 1), limit: figuresOf([1], 1) })).toBe(2);
});
