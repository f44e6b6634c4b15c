import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Allocation, admit, type Claim, evenly, LOW, rowKey, type StockRow, statusOf, sumDemand } from './stock.ts';

const row = (variantId: string, shard: number, available: number): StockRow => ({
  variantId,
  shard,
  available,
  reserved: 0,
  sold: 0,
  version: 0,
  productId: null,
});
const want = (variantId: string, quantity: number, current: Allocation[] = []): Claim => ({ demand: [{ variantId, quantity }], current });
const units = (of: readonly { variantId: string; quantity: number }[], variantId: string) =>
  of.filter((it) => it.variantId === variantId).reduce((sum, it) => sum + it.quantity, 0);

describe('the demand of several lines', () => {
  const variants = ['c', 'a', 'b', 'd'];
  const line = fc.record({ variantId: fc.constantFrom(...variants), quantity: fc.integer({ min: 1, max: 9 }) });

  test('names each variant once, in order, with all of its units', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const summed = sumDemand(lines);
        expect(summed.map((it) => it.variantId)).toEqual([...new Set(lines.map((it) => it.variantId))].sort());
        for (const variantId of variants) expect(units(summed, variantId)).toBe(units(lines, variantId));
      }),
    );
  });
});

describe('claims are admitted', () => {
  test('in order of arrival, each all or nothing; what does not fit leaves its units to those behind it', () => {
    expect(admit([row('a', 0, 5)], [want('a', 3), want('a', 4), want('a', 2)])).toEqual([
      { granted: [{ variantId: 'a', shard: 0, quantity: 3 }] },
      { short: [{ variantId: 'a', available: 2 }] },
      { granted: [{ variantId: 'a', shard: 0, quantity: 2 }] },
    ]);
  });

  test('nothing is taken of one variant when another is short, and only the short ones are named', () => {
    const both = { demand: [...want('a', 2).demand, ...want('b', 2).demand], current: [] };
    expect(admit([row('a', 0, 2), row('b', 0, 1)], [both, want('a', 2)])).toEqual([
      { short: [{ variantId: 'b', available: 1 }] },
      { granted: [{ variantId: 'a', shard: 0, quantity: 2 }] },
    ]);
  });

  test('down to the last unit of every shard, empty ones passed over', () => {
    expect(admit([row('a', 0, 2), row('a', 1, 0), row('a', 2, 3)], [want('a', 4), want('a', 1), want('a', 1)])).toEqual([
      {
        granted: [
          { variantId: 'a', shard: 0, quantity: 2 },
          { variantId: 'a', shard: 2, quantity: 2 },
        ],
      },
      { granted: [{ variantId: 'a', shard: 2, quantity: 1 }] },
      { short: [{ variantId: 'a', available: 0 }] },
    ]);
  });

  test('of a variant without stock there is none', () => {
    expect(admit([], [want('a', 1)])).toEqual([{ short: [{ variantId: 'a', available: 0 }] }]);
  });

  test('what the asker holds already is free to the asker alone, and what it gives up to those behind it', () => {
    const held = [{ variantId: 'a', shard: 0, quantity: 3 }];
    const rows = [row('a', 0, 1)];
    expect(admit(rows, [want('a', 2), want('a', 4, held)])).toEqual([
      { short: [{ variantId: 'a', available: 1 }] },
      { granted: [{ variantId: 'a', shard: 0, quantity: 4 }] },
    ]);
    expect(admit(rows, [want('a', 5, held), want('a', 2)])).toEqual([
      { short: [{ variantId: 'a', available: 4 }] },
      { short: [{ variantId: 'a', available: 1 }] },
    ]);
    expect(admit(rows, [want('a', 2, held), want('a', 2)])).toMatchObject([{ granted: [{ quantity: 2 }] }, { granted: [{ quantity: 2 }] }]);
  });

  test('law: as if the shards of a variant were one, and no shard gives more than it has', () => {
    const variants = ['a', 'b'];
    const demand = fc.uniqueArray(fc.record({ variantId: fc.constantFrom(...variants), quantity: fc.integer({ min: 1, max: 6 }) }), {
      selector: (it) => it.variantId,
      minLength: 1,
    });
    const shards = fc.array(fc.nat(4), { maxLength: 3 });
    fc.assert(
      fc.property(shards, shards, fc.array(demand, { maxLength: 6 }), (ofA, ofB, demands) => {
        const rows = [...ofA.map((free, i) => row('a', i, free)), ...ofB.map((free, i) => row('b', i, free))];
        const answers = admit(
          rows,
          demands.map((it) => ({ demand: it, current: [] })),
        );
        const left = new Map(
          variants.map((it) => [
            it,
            units(
              rows.map((of) => ({ ...of, quantity: of.available })),
              it,
            ),
          ]),
        );
        const taken = new Map<string, number>();
        for (const [i, answer] of answers.entries()) {
          const short = demands[i]!.filter((it) => it.quantity > left.get(it.variantId)!);
          expect('short' in answer ? answer.short : []).toEqual(
            short.map((it) => ({ variantId: it.variantId, available: left.get(it.variantId) })),
          );
          if (!('granted' in answer)) continue;
          for (const it of demands[i]!) {
            expect(units(answer.granted, it.variantId)).toBe(it.quantity);
            left.set(it.variantId, left.get(it.variantId)! - it.quantity);
          }
          for (const it of answer.granted) {
            expect(it.quantity).toBeGreaterThan(0);
            taken.set(rowKey(it), (taken.get(rowKey(it)) ?? 0) + it.quantity);
          }
        }
        for (const it of rows) expect(taken.get(rowKey(it)) ?? 0).toBeLessThanOrEqual(it.available);
      }),
    );
  });
});

test('what is free is spread evenly to the unit, or stays where it is when it is not plenty for all', () => {
  expect(evenly([9, 3])).toEqual([-3, 3]);
  expect(evenly([9, 2])).toEqual([0, 0]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 }), (free) => {
      const then = evenly(free).map((units, i) => free[i]! + units);
      const sum = (all: number[]) => all.reduce((total, units) => total + units, 0);
      expect(sum(then)).toBe(sum(free));
      if (sum(free) < free.length * (LOW + 1)) expect(then).toEqual(free);
      else expect(Math.max(...then) - Math.min(...then)).toBeLessThanOrEqual(1);
    }),
  );
});

test.each([
  [-1, 'OUT_OF_STOCK'],
  [0, 'OUT_OF_STOCK'],
  [1, 'LOW_STOCK'],
  [5, 'LOW_STOCK'],
  [6, 'IN_STOCK'],
])('%i free units are %s', (available, status) => {
  expect(statusOf(available)).toBe(status);
});
