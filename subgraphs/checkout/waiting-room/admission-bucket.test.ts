import fc from 'fast-check';
import { expect, test } from 'vitest';
import { burstOf, refilled } from './admission-bucket.ts';
import { admissionRate } from './admission-rate.ts';

/** Turns of an admitter at these times, each letting in as many of those who want as the bucket holds. */
function admitted(perSecond: number, turns: { afterMs: number; wanted: number }[]) {
  let [tokens, now] = [0, 0];
  return turns.map(({ afterMs, wanted }) => {
    now += afterMs;
    tokens = refilled(tokens, afterMs, perSecond);
    const count = Math.min(Math.floor(tokens), wanted);
    tokens -= count;
    return { at: now, count };
  });
}
const turns = fc.array(fc.record({ afterMs: fc.nat(120_000), wanted: fc.nat(500) }), { maxLength: 40 });
const rates = fc.double({ min: 0.1, max: 200, noNaN: true });

test('over any time no more are let in than the rate gives and a burst', () => {
  fc.assert(
    fc.property(rates, turns, (perSecond, plan) => {
      const done = admitted(perSecond, plan);
      for (let from = 0; from < done.length; from++) {
        for (let to = from, sum = 0; to < done.length; to++) {
          sum += done[to]!.count;
          const most = burstOf(perSecond) + (perSecond * (done[to]!.at - done[from]!.at)) / 1000;
          expect(sum).toBeLessThanOrEqual(most + 1e-6);
        }
      }
    }),
  );
});

test('an admitter that was stopped for long lets in a burst at once, and no more', () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 60_000, max: 86_400_000 }), (perSecond, afterMs) => {
      const [first, second] = admitted(perSecond, [
        { afterMs, wanted: 1_000_000 },
        { afterMs: 0, wanted: 1_000_000 },
      ]);
      expect(first!.count).toBe(Math.floor(burstOf(perSecond)));
      expect(second!.count).toBe(0);
    }),
  );
});

test('what is let in keeps up with the rate, as long as somebody comes by', () => {
  fc.assert(
    fc.property(rates, (perSecond) => {
      const done = admitted(perSecond, Array(60).fill({ afterMs: 1_000, wanted: 1_000 }));
      expect(done.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(60 * perSecond - 1.001);
    }),
  );
});

test('a clock that runs backwards brings nothing, and a slower rate a smaller burst', () => {
  expect(refilled(3, -5_000, 10)).toBe(3);
  expect(refilled(20, 0, 2)).toBe(4);
});

test('the rate is the least of what is wanted, what the shop carries and what the provider takes; rooms with waiters share it', () => {
  const limits = { checkoutCapacity: 40, providerCallsPerSecond: 130 };
  expect(admissionRate(limits, 5)).toBe(5);
  expect(admissionRate(limits, 100)).toBe(30);
  expect(admissionRate({ ...limits, providerCallsPerSecond: 25 }, 100)).toBeCloseTo(7.69);
  expect(admissionRate(limits, 100, 3)).toBe(10);
  expect(admissionRate(limits, 100, 0)).toBe(30);
});
