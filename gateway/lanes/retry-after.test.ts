import { expect, test } from 'vitest';
import { retryAfter } from './retry-after.ts';

test('few are sent back soon, many over a time that grows with them, none later than half a minute', () => {
  let at = 0;
  const latest = retryAfter(
    () => at,
    () => 1,
  );
  const soonest = retryAfter(
    () => at,
    () => 0,
  );
  for (let i = 0; i < 100; i++) latest.finished();
  expect(latest.refused()).toBe(2_010);
  for (let i = 0; i < 399; i++) latest.refused();
  expect(latest.refused()).toBe(2_000 + 4_010);
  for (let i = 0; i < 100_000; i++) latest.refused();
  expect(latest.refused()).toBe(30_000);
  at += 3_600_000;
  expect(latest.refused()).toBe(3_000);
  expect(soonest.refused()).toBe(1_000);
});
