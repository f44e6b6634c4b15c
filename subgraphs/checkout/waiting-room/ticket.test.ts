import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { earlyPolls } from './early-polls.ts';
import { pollAfter } from './polling.ts';
import { positionOf, shownStatus } from './ticket.ts';

describe('what a visitor is told', () => {
  test.each([
    ['WAITING', 'SCHEDULED', 'GONE', 'WAITING'],
    ['WAITING', 'OPEN', 'FREE', 'WAITING'],
    ['WAITING', 'OPEN', 'HELD', 'WAITING'],
    ['WAITING', 'OPEN', 'GONE', 'SOLD_OUT'],
    ['WAITING', 'ENDED', 'GONE', 'SOLD_OUT'],
    ['WAITING', 'ENDED', 'FREE', 'EXPIRED'],
    ['ADMITTED', 'OPEN', 'GONE', 'ADMITTED'],
    ['ADMITTED', 'ENDED', 'FREE', 'EXPIRED'],
    ['USED', 'ENDED', 'GONE', 'USED'],
    ['EXPIRED', 'OPEN', 'FREE', 'EXPIRED'],
  ] as const)('%s in a sale that is %s with stock %s: %s', (stored, phase, stock, shown) => {
    expect(shownStatus(stored, phase, stock)).toBe(shown);
  });

  test('before the draw all are told how many wait; after it, how many are ahead', () => {
    const line = { place: null, drawn: false, lastPlace: 0, admittedPlace: 0, unplacedAhead: 30 };
    expect(positionOf(line)).toBe(30);
    expect(positionOf({ ...line, drawn: true, place: 1, lastPlace: 30 })).toBe(0);
    expect(positionOf({ ...line, drawn: true, place: 30, lastPlace: 30, admittedPlace: 10 })).toBe(19);
    expect(positionOf({ ...line, drawn: true, lastPlace: 30, admittedPlace: 10, unplacedAhead: 2 })).toBe(22);
    expect(positionOf({ ...line, drawn: true, place: 5, lastPlace: 30, admittedPlace: 10 })).toBe(0);
  });
});

describe('when to ask again', () => {
  const asks = fc.record({
    status: fc.constantFrom('WAITING' as const, 'ADMITTED' as const, 'SOLD_OUT' as const, 'USED' as const, 'EXPIRED' as const),
    waitMs: fc.option(fc.nat(1_000_000_000)),
    opensInMs: fc.nat(10_000_000),
    undrawn: fc.option(fc.nat(1_000_000)),
  });
  test('is between 0.8 and 15 seconds, always', () => {
    fc.assert(
      fc.property(asks, fc.double({ min: 0, max: 0.999, noNaN: true }), (about, random) => {
        const ms = pollAfter(about, () => random);
        expect(Number.isInteger(ms) && ms >= 800 && ms <= 15_000).toBe(true);
      }),
    );
  });

  test('is later for who is farther behind, and not the same for all', () => {
    const at = (seconds: number, random = 0) =>
      pollAfter({ status: 'WAITING', waitMs: seconds * 1000, opensInMs: 0, undrawn: null }, () => random);
    expect([4, 20, 60, 3_600].map((seconds) => at(seconds))).toEqual([1_000, 5_000, 15_000, 15_000]);
    expect(at(20, 0.5)).toBe(4_500);
  });

  test('is for who is at the front when it is their turn', () => {
    const at = (waitMs: number, random: number) => pollAfter({ status: 'WAITING', waitMs, opensInMs: 0, undrawn: null }, () => random);
    expect([at(0, 0), at(700, 0), at(2_000, 0), at(2_000, 0.5)]).toEqual([800, 950, 2_250, 2_375]);
  });

  test('is for who waits for the draw when it is made, and spread by how many they are', () => {
    const at = (opensInMs: number, undrawn: number, random: number) =>
      pollAfter({ status: 'WAITING', waitMs: 60_000, opensInMs, undrawn }, () => random) - opensInMs;
    for (const opensInMs of [600, 3_000, 9_000]) {
      expect([0, 0.5].map((random) => at(opensInMs, 100, random))).toEqual([500, 1_000]);
      expect(at(opensInMs, 1_000, 0.5)).toBe(2_500);
    }
    // due, and not made yet
    expect(at(0, 100, 0)).toBe(800);
    // farther off than anyone may be sent away: in two steps
    expect([at(14_900, 1_000, 0), at(14_900, 1_000, 0.5)]).toEqual([-7_200, -7_070]);
  });
});

describe('a poll that comes early', () => {
  const answer = { saleId: 'sale', pollAfterMs: 60_000 };
  test('is answered as the one before, until something changes', () => {
    const polls = earlyPolls<typeof answer>();
    polls.keep('a', answer);
    polls.keep('b', answer);
    expect(polls.get('a')).toBe(answer);
    polls.forget(['a']);
    expect([polls.get('a'), polls.get('b')]).toEqual([undefined, answer]);
    polls.forgetSale('another');
    expect(polls.get('b')).toBe(answer);
    polls.forgetSale('sale');
    expect(polls.get('b')).toBeUndefined();
  });
});
