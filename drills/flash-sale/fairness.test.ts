import { expect, test } from 'vitest';
import { sha256 } from '../../kit/sign.ts';
import { shuffled } from '../../subgraphs/checkout/waiting-room/shuffle.ts';
import { faultsOfDraw, inversions, turnsOf } from './fairness.ts';

const came = (...list: [seconds: number, turn: number | null][]) =>
  list.map(([seconds, turn]) => ({ askedAt: seconds * 1000 - 50, joinedAt: seconds * 1000, turn }));

test('first come, first served: no inversion; within a second nobody is first', () => {
  expect(inversions(came([1.5, 0], [2.5, 1], [3.5, 2]))).toEqual({ inverted: 0, pairs: 3, share: 0 });
  expect(inversions(came([1.1, 5], [1.9, 0]))).toEqual({ inverted: 0, pairs: 0, share: null });
  expect(inversions(came([1.5, 3], [2.5, 3]))).toEqual({ inverted: 0, pairs: 1, share: 0 });
});

test('who was let in before somebody who had come a second earlier is an inversion; so is who was let in while they never were', () => {
  expect(inversions(came([1.5, 2], [2.5, 1], [3.5, 0]))).toEqual({ inverted: 3, pairs: 3, share: 1 });
  expect(inversions(came([1.5, null], [2.5, 0]))).toEqual({ inverted: 1, pairs: 1, share: 1 });
  expect(inversions(came([2.5, 0], [1.5, null], [3.5, null]))).toEqual({ inverted: 1, pairs: 2, share: 0.5 });
  expect(inversions(came([1.5, null], [2.5, null]))).toEqual({ inverted: 0, pairs: 0, share: null });
});

test('who asked before the other had an answer was not later, however late their own answer came', () => {
  const [one, other] = [
    { askedAt: 1_500, joinedAt: 4_500, turn: 1 },
    { askedAt: 2_500, joinedAt: 2_600, turn: 0 },
  ];
  expect(inversions([one, other]).pairs).toBe(0);
  expect(inversions([{ ...one, joinedAt: 1_600 }, other])).toMatchObject({ inverted: 1, pairs: 1 });
});

test('those who were let in within a moment had one turn', () => {
  expect(turnsOf([1000, null, 1001, 2003, 1150, 2000])).toEqual([0, null, 0, 1, 0, 1]);
});

test('a draw is what its seed says', () => {
  const seed = 'a seed';
  const ids = Array.from({ length: 20 }, (_, i) => `ticket ${i}`);
  const early = shuffled(seed, ids).map((id, i) => ({ id, place: i + 1 }));
  expect(faultsOfDraw(early, seed, sha256(seed))).toEqual([]);
  expect(faultsOfDraw([...early].reverse(), seed, sha256(seed))).toEqual([]);
  const swapped = early.map((ticket, i) => ({ ...ticket, place: i === 3 ? 5 : i === 4 ? 4 : ticket.place }));
  expect(faultsOfDraw(swapped, seed, sha256(seed))).toEqual(['2 of 20 stand where the draw has not put them']);
  expect(faultsOfDraw(early, null, sha256(seed))).toEqual(['the seed was not published']);
  expect(faultsOfDraw(early, 'another', sha256(seed))).toEqual(['the seed is not the one that was promised']);
});
