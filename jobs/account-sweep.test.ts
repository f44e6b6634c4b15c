import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sweepAccounts } from './account-sweep.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('an hour sweeps until nothing is left, and a sweep that fails is not the last', async () => {
  let left = 2_500;
  let isAway = true;
  const ask = {
    sweep: async ({ limit }: { limit: number }) => {
      if (isAway) throw new Error('away');
      const removed = Math.min(limit, left);
      left -= removed;
      return { removed };
    },
  };
  const { stop } = sweepAccounts(ask, pino({ level: 'silent' }));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(left).toBe(2_500);
  isAway = false;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(left).toBe(0);
  stop();
  left = 1;
  await vi.advanceTimersByTimeAsync(7_200_000);
  expect(left).toBe(1);
});
