import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CountedShard, drift, rightCounters } from './counters.ts';

const units = fc.integer({ min: 0, max: 50 });
const shards = fc
  .array(
    fc.record({
      counted: fc.boolean(),
      available: fc.integer({ min: -9, max: 50 }),
      reserved: units,
      sold: units,
      held: units,
      committed: units,
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((rows): CountedShard[] =>
    rows.map((row, shard) => ({ ...row, ...(!row.counted && { available: 0, reserved: 0, sold: 0 }), shard })),
  );
const taken = (rows: CountedShard[]) => rows.reduce((sum, row) => sum + row.held + row.committed, 0);
/** Free units by the ledger: below zero, more was promised than came in. */
const free = fc.integer({ min: -20, max: 100 });

describe('counters set right', () => {
  test('say of each shard what its reservations say, and all together what came in', () => {
    fc.assert(
      fc.property(shards, free, (rows, left) => {
        const right = rightCounters(rows, taken(rows) + left);
        expect(right.map(({ shard, reserved, sold }) => [shard, reserved, sold])).toEqual(rows.map((r) => [r.shard, r.held, r.committed]));
        expect(right.reduce((sum, row) => sum + row.available, 0)).toBe(left);
      }),
    );
  });

  test('are below zero only if more was promised than came in', () => {
    fc.assert(
      fc.property(shards, free, (rows, left) => {
        expect(rightCounters(rows, taken(rows) + left).some((row) => row.available < 0)).toBe(left < 0);
      }),
    );
  });

  test('stay as they are when they are set right again', () => {
    fc.assert(
      fc.property(shards, fc.nat(100), (rows, left) => {
        const right = rightCounters(rows, taken(rows) + left);
        const again = right.map((row) => ({ ...row, counted: true, held: row.reserved, committed: row.sold }));
        expect(rightCounters(again, taken(rows) + left)).toEqual(right);
        expect(drift(again, right)).toEqual({ before: '', after: '' });
      }),
    );
  });

  test('leave free units where they are', () => {
    const [wrong, fine] = [
      { shard: 0, counted: true, available: 5, reserved: 3, sold: 0, held: 2, committed: 0 },
      { shard: 1, counted: true, available: 40, reserved: 1, sold: 1, held: 1, committed: 1 },
    ];
    expect(rightCounters([wrong, fine], 50)).toMatchObject([{ available: 6, reserved: 2 }, { available: 40 }]);
    expect(rightCounters([wrong, fine], 47)).toMatchObject([{ available: 3 }, { available: 40 }]);
    expect(drift([wrong, fine], rightCounters([wrong, fine], 47))).toEqual({
      before: 'shard 0: available 2 too many, reserved 1 too many',
      after: 'shard 0: available -2, reserved -1',
    });
  });
});
