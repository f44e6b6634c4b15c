import { expect, test } from 'vitest';
import { type Arrival, planOf, timelineOf } from './plan.ts';

const SHAPE = { multiplier: 20, seconds: 60, warmSeconds: 5, calmSeconds: 20, recoverySeconds: 10 };
const times = timelineOf(SHAPE);
const count = (plan: Arrival[], kind: Arrival['kind'], from: number, to: number) =>
  plan.filter((arrival) => arrival.kind === kind && arrival.at >= from && arrival.at < to).length;
/** Within four standard deviations of a Poisson count. */
const isAbout = (seen: number, due: number) => Math.abs(seen - due) <= 4 * Math.sqrt(due) + 1;

test('a plan follows from its seed', () => {
  expect(planOf(1, SHAPE)).toEqual(planOf(1, SHAPE));
  expect(planOf(1, SHAPE)).not.toEqual(planOf(2, SHAPE));
});

test.each([1, 2, 3, 4, 5])('arrivals come in order and at the rates that were asked for, seed %i', (seed) => {
  const plan = planOf(seed, SHAPE);
  expect(plan.every(({ at }, i) => i === 0 || at >= plan[i - 1]!.at)).toBe(true);
  expect(plan.every(({ at }) => at >= 0 && at < times.end)).toBe(true);
  for (const [kind, from, to, perSecond] of [
    ['browse', 0, times.rushFrom, 10],
    ['browse', times.rushFrom, times.rushTo, 200],
    ['browse', times.rushTo, times.end, 10],
    ['shopper', 0, times.rushFrom, 1],
    ['buyer', times.rushFrom, times.opensAt, 4],
    ['buyer', times.opensAt, times.rushTo, 20],
  ] as const) {
    const due = (perSecond * (to - from)) / 1000;
    const seen = count(plan, kind, from, to);
    expect(isAbout(seen, due), `${seen} of ${due} ${kind}`).toBe(true);
  }
  expect(count(plan, 'shopper', times.rushFrom, times.rushTo)).toBe(0);
  expect(count(plan, 'buyer', 0, times.rushFrom) + count(plan, 'buyer', times.rushTo, times.end)).toBe(0);
});

test('every kind of cheat is among those who come before it opens', () => {
  const cheats = planOf(7, { ...SHAPE, multiplier: 1 }).flatMap((arrival) => (arrival.kind === 'cheat' ? [arrival] : []));
  expect(cheats.map(({ how }) => how).sort()).toEqual(['edited', 'forged', 'replayed', 'round the room', 'tabs', 'too fast']);
  expect(cheats.every(({ at }) => at >= times.rushFrom && at < times.opensAt)).toBe(true);
});
