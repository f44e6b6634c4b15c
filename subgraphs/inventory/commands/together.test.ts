import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { startWarehouse, type Warehouse } from '../testing/warehouse.ts';
import { adjustStock } from './adjust-stock.ts';
import { reserver } from './reserve.ts';
import type { Request } from './reserve-plenty.ts';
import { settler, type Settlement } from './settle.ts';
import { spreadStock } from './spread-stock.ts';

let house: Warehouse;
beforeAll(async () => {
  house = await startWarehouse();
});
afterAll(() => house?.close());

const VARIANTS = 2;
/** Around so many units few are left: there the short way ends. */
const stock = fc.array(fc.integer({ min: 0, max: 16 }), { minLength: 1, maxLength: 3 });
const asked = fc.record({
  lines: fc.array(fc.record({ variant: fc.nat(VARIANTS - 1), quantity: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 3 }),
  pinned: fc.boolean(),
  /** It comes once more, after all others. */
  again: fc.boolean(),
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

function requestsFor(variants: string[], all: Asked[]): Request[] {
  const made = all.map(
    ({ lines, pinned }): Request => ({
      reservationId: uuidv7(),
      attemptId: pinned ? uuidv7() : null,
      adopt: null,
      ttlSeconds: 60,
      lines: lines.map(({ variant, quantity }) => ({ variantId: variants[variant]!, quantity })),
    }),
  );
  return [...made, ...made.filter((_, i) => all[i]!.again)];
}
const codeOf = (answer: Awaited<ReturnType<Warehouse['reserve']>>) =>
  isRefused(answer) ? answer.refused.map(({ code }) => code).join() : 'held';
/** Counters, and what the reservations say of them, shard by shard. */
async function soundLevel(variantId: string): Promise<string> {
  const rows = await house.sql<{ shard: number; reserved: number; sold: number; held: number; committed: number; available: number }[]>`
    SELECT s.shard, s.available, s.reserved, s.sold,
      coalesce((SELECT sum(quantity) FROM reservation_lines l JOIN reservations r ON r.id = l.reservation_id
        WHERE l.variant_id = s.variant_id AND l.shard = s.shard AND r.status = 'HELD'), 0)::int AS held,
      coalesce((SELECT sum(quantity) FROM reservation_lines l JOIN reservations r ON r.id = l.reservation_id
        WHERE l.variant_id = s.variant_id AND l.shard = s.shard AND r.status = 'COMMITTED'), 0)::int AS committed
    FROM stock s WHERE s.variant_id = ${variantId}`;
  for (const row of rows) expect([row.reserved, row.sold]).toEqual([row.held, row.committed]);
  return house.level(variantId);
}

describe('buyers of one turn', () => {
  test('are served as if they had come one after another, whatever there is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(stock, stock), fc.array(asked, { minLength: 2, maxLength: 8 }), fc.nat(3), async (levels, all, own) => {
        const world = async () => Promise.all(levels.map((shards) => house.variant(...shards)));
        const [together, alone] = [await world(), await world()];
        const reserve = reserver(house.sql, own);
        const answers = (await Promise.all(requestsFor(together, all).map(reserve))).map(codeOf);
        const expected: string[] = [];
        for (const request of requestsFor(alone, all)) expected.push(codeOf(await reserve(request)));
        expect(answers).toEqual(expected);
        for (let i = 0; i < VARIANTS; i++) {
          expect(await soundLevel(together[i]!)).toBe(await soundLevel(alone[i]!));
          expect((await house.told(together[i]!)).map((told) => told.split(' ').at(-1)).at(-1)).toBe(
            (await house.told(alone[i]!)).map((told) => told.split(' ').at(-1)).at(-1),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are settled as if they had come one after another; who holds nothing hurts nobody else', async () => {
    const events = fc.constantFrom<Settlement['event']>('commit', 'commit', 'commit', 'release', 'give back');
    const settlement = fc.record({ on: fc.nat(3), event: events });
    await fc.assert(
      fc.asyncProperty(fc.array(settlement, { minLength: 2, maxLength: 6 }), async (all) => {
        const world = async () => {
          const variant = await house.variant(9, 9);
          const attempts = Array.from({ length: 3 }, () => ({ attemptId: uuidv7(), reservationId: uuidv7() }));
          for (const ids of attempts) await house.hold(variant, 2, ids);
          const settle = settler(house.sql);
          const act = ({ on, event }: (typeof all)[number]) =>
            settle({ event, ...(attempts[on] ?? { attemptId: uuidv7() }) }).then(
              () => 'settled',
              () => 'refused',
            );
          return { variant, act };
        };
        const [together, alone] = [await world(), await world()];
        const answers = await Promise.all(all.map(together.act));
        const expected: string[] = [];
        for (const one of all) expected.push(await alone.act(one));
        expect(answers).toEqual(expected);
        expect(await soundLevel(together.variant)).toBe(await soundLevel(alone.variant));
      }),
      { numRuns: 25 },
    );
  });

  test('cost one statement to hold, and one to sell, while there is plenty', async () => {
    const variant = await house.variant(1_000);
    const seen: string[] = [];
    const counting = new Proxy(house.sql, {
      apply(target, self, args: [TemplateStringsArray, ...unknown[]]) {
        seen.push(args[0].join(' '));
        return Reflect.apply(target, self, args);
      },
      get(target, name) {
        if (name === 'begin') seen.push('BEGIN');
        return Reflect.get(target, name);
      },
    });
    const [reserve, settle] = [reserver(counting, 0), settler(counting)];
    const attempts = Array.from({ length: 30 }, () => ({ attemptId: uuidv7(), reservationId: uuidv7() }));
    const lines = [{ variantId: variant, quantity: 1 }];
    await Promise.all(attempts.map((ids) => reserve({ ...ids, adopt: null, ttlSeconds: 60, lines })));
    await Promise.all(attempts.map((ids) => settle({ ...ids, event: 'commit' })));
    expect(seen).toHaveLength(2);
    expect(await soundLevel(variant)).toBe('970/0/30');
  });
});

test('stock that runs short while a statement waits for its row is weighed again, and told of', async () => {
  const variant = await house.variant(100);
  let buying: Promise<unknown> | undefined;
  await house.sql.begin(async (tx) => {
    await tx`UPDATE stock SET available = 7, sold = 93 WHERE variant_id = ${variant}`;
    buying = Promise.all([2, 1, 6, 4].map((quantity) => house.hold(variant, quantity, { attemptId: uuidv7() }).then(codeOf)));
    await house.untilBlocked(1);
  });
  expect(await buying).toEqual(['held', 'held', 'INSUFFICIENT_STOCK', 'held']);
  expect(await house.level(variant)).toBe('0/7/93');
  expect(await house.told(variant)).toEqual([expect.stringMatching(/: 0 OUT_OF_STOCK$/)]);
});

describe('stock in shards', () => {
  test('is sold to the last unit and no further, by any number of processes that buy and give back at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 60 }),
        fc.array(fc.record({ by: fc.nat(3), quantity: fc.integer({ min: 1, max: 2 }), givesBack: fc.boolean() }), {
          minLength: 1,
          maxLength: 40,
        }),
        async (shards, units, buyers) => {
          const [variant, other] = [await house.variant(units), await house.variant(units)];
          await spreadStock(house.sql, { variantIds: [variant, other], shards });
          const processes = Array.from({ length: 4 }, (_, i) => ({ reserve: reserver(house.sql, i), settle: settler(house.sql) }));
          const buy = async ({ by, quantity, givesBack }: (typeof buyers)[number]) => {
            const ids = { reservationId: uuidv7(), attemptId: uuidv7() };
            // in both orders: locks are taken in one
            const lines = [variant, other].map((variantId) => ({ variantId, quantity }));
            const answer = await processes[by]!.reserve({ ...ids, adopt: null, ttlSeconds: 60, lines: by % 2 ? lines.reverse() : lines });
            if (isRefused(answer)) return;
            await processes[by]!.settle({ ...ids, event: givesBack ? 'release' : 'commit' });
          };
          await Promise.all(buyers.map(buy));
          // whoever comes now gets what is left, one by one, and nobody after that
          const left = Number((await soundLevel(variant)).split('/')[0]);
          for (let i = 0; i < left; i++) expect(codeOf(await house.hold(variant, 1, { attemptId: uuidv7() }))).toBe('held');
          expect(codeOf(await house.hold(variant, 1, { attemptId: uuidv7() }))).toBe('INSUFFICIENT_STOCK');
          const [, reserved, sold] = (await soundLevel(variant)).split('/').map(Number);
          expect(reserved! + sold!).toBe(units);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is spread evenly, and again where the own shard runs short; each process sells from its own', async () => {
    const variant = await house.variant(100);
    await spreadStock(house.sql, { variantIds: [variant], shards: 4 });
    const shards = async () =>
      (await house.sql<{ available: number }[]>`SELECT available FROM stock WHERE variant_id = ${variant} ORDER BY shard`).map(
        (row) => row.available,
      );
    expect(await shards()).toEqual([25, 25, 25, 25]);
    const third = reserver(house.sql, 62);
    const buy = (quantity: number) =>
      third({ reservationId: uuidv7(), attemptId: uuidv7(), adopt: null, ttlSeconds: 60, lines: [{ variantId: variant, quantity }] });
    await buy(15);
    expect(await shards()).toEqual([25, 25, 10, 25]);
    await buy(6);
    expect(await shards()).toEqual([20, 20, 20, 19]);
    await spreadStock(house.sql, { variantIds: [variant], shards: 2 });
    expect(await shards()).toEqual([20, 20, 20, 19]);
    expect(await house.told(variant)).toEqual([]);
  });

  test('is not opened by being spread: a variant without stock gets its first units later', async () => {
    const variantId = uuidv7();
    await spreadStock(house.sql, { variantIds: [variantId], shards: 4 });
    expect(await house.sql`SELECT 1 FROM stock WHERE variant_id = ${variantId}`).toEqual([]);
  });

  test('is taken out of as many shards as it needs, and never below what is free in all', async () => {
    const variantId = await house.variant(4, 3);
    const item = { variantId, productId: uuidv7(), sku: variantId };
    const take = (delta: number) => adjustStock(house.sql, { key: uuidv7(), item, delta, reason: 'LOST' });
    expect(await take(-8)).toMatchObject({ refused: [{ code: 'STOCK_BELOW_ZERO' }] });
    expect(await take(-6)).toEqual({});
    expect(await house.level(variantId)).toBe('1/0/0');
    const moved = await house.sql`SELECT delta FROM movements WHERE variant_id = ${variantId}`;
    expect(moved).toEqual([{ delta: -6 }]);
  });
});
