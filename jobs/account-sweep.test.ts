import { pino } from 'pino';
import { expect, test } from 'vitest';
import { sweepAccounts } from './account-sweep.ts';

test('sweeps until nothing is left, again and again, and a sweep that fails is not the last', async () => {
  let left = 2_500;
  let calls = 0;
  const ask = {
    sweep: async ({ limit }: { limit: number }) => {
      if (++calls === 2) throw new Error('away');
      const removed = Math.min(limit, left);
      left -= removed;
      return { removed };
    },
  };
  const { stop } = sweepAccounts(ask, pino({ level: 'silent' }), 5);
  await expect.poll(() => left).toBe(0);
  await expect.poll(() => calls).toBeGreaterThan(5);
  stop();
});
