import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateLimiter } from './rate-limiter.ts';

describe('a rate limiter', () => {
  test('lets a burst through, then says exactly when there is one more', () => {
    let at = 0;
    const { take } = rateLimiter({ now: () => at });
    const rate = { perSecond: 4, burst: 3 };
    expect([1, 2, 3].map(() => take('a', rate))).toEqual([0, 0, 0]);
    expect(take('a', rate)).toBe(250);
    at = 249;
    expect(take('a', rate)).toBe(1);
    at = 250;
    expect(take('a', rate)).toBe(0);
    expect(take('b', rate)).toBe(0);
  });

  test('what costs more than there ever is takes all of it, and is not refused for ever', () => {
    const { take } = rateLimiter({ now: () => 0 });
    expect(take('a', { perSecond: 1, burst: 2 }, 5)).toBe(0);
    expect(take('a', { perSecond: 1, burst: 2 })).toBe(1000);
  });

  test('keeps so many keys and no more: who was not seen for longest begins anew', () => {
    const { take } = rateLimiter({ now: () => 0, maxKeys: 2 });
    const rate = { perSecond: 1, burst: 1 };
    for (const key of ['a', 'b', 'a', 'c']) take(key, rate);
    expect(['a', 'c'].map((key) => take(key, rate) > 0)).toEqual([true, true]);
    expect(take('b', rate)).toBe(0);
  });

  const asks = fc.array(fc.record({ afterMs: fc.nat(900), cost: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 60 });
  test('law: in no stretch of time is more let through than the burst and what has come back; whoever waits as told is let through', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 4, max: 20 }), asks, (perSecond, burst, all) => {
        let at = 0;
        const { take } = rateLimiter({ now: () => at });
        const through: { at: number; cost: number }[] = [];
        for (const { afterMs, cost } of all) {
          at += afterMs;
          const waitMs = take('a', { perSecond, burst }, cost);
          if (waitMs > 0) {
            at += waitMs / 2;
            expect(take('a', { perSecond, burst }, cost)).toBeGreaterThan(0);
            at += waitMs / 2;
            expect(take('a', { perSecond, burst }, cost)).toBe(0);
          }
          through.push({ at, cost });
        }
        let most = 0;
        for (const [i, first] of through.entries()) {
          let sum = 0;
          for (const each of through.slice(i)) {
            sum += each.cost;
            most = Math.max(most, sum - ((each.at - first.at) * perSecond) / 1000);
          }
        }
        expect(most).toBeLessThanOrEqual(burst + 1e-3);
      }),
      { numRuns: 50 },
    );
  });
});
