import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefused } from '../../kit/refusal.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import subgraph from './subgraph.ts';

let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  world = await testSubgraph(subgraph);
});
afterAll(() => world.close());

async function variant(quantity: number): Promise<string> {
  const variantId = uuidv7();
  await world.ask.openStock({ variants: [{ variantId, productId: uuidv7(), sku: `S-${variantId}`, quantity }] });
  return variantId;
}
const level = async (variantId: string) =>
  (
    await world.sql<{ available: number; reserved: number; sold: number }[]>`
    SELECT available, reserved, sold FROM inventory.stock WHERE variant_id = ${variantId}`
  )[0];
const reserve = (variantId: string, quantity: number, over: { attemptId?: string; reservationId?: string; adopt?: string | null } = {}) => {
  const attemptId = over.attemptId ?? uuidv7();
  const request = { reservationId: over.reservationId ?? uuidv7(), attemptId, adopt: over.adopt ?? null, ttlSeconds: 60 };
  return world.ask.reserve({ ...request, lines: [{ variantId, quantity }] }).then((answer) => ({ answer, ...request }));
};

describe('a scarce variant', () => {
  test('100 at once for 10 units: exactly 10 get one, and the others are told what is left', async () => {
    const id = await variant(10);
    const answers = await Promise.all(Array.from({ length: 100 }, () => reserve(id, 1)));
    expect(answers.filter(({ answer }) => !isRefused(answer))).toHaveLength(10);
    const no = answers.find(({ answer }) => isRefused(answer))!.answer;
    expect(no).toMatchObject({ refused: [{ code: 'INSUFFICIENT_STOCK', variantId: id, available: 0 }] });
    expect(await level(id)).toEqual({ available: 0, reserved: 10, sold: 0 });
  });

  test('a request too large leaves its units to those behind it', async () => {
    const id = await variant(5);
    const answers = await Promise.all([3, 4, 2].map((quantity) => reserve(id, quantity)));
    expect(answers.map(({ answer }) => isRefused(answer))).toEqual([false, true, false]);
  });

  test('two lines of one variant are one demand', async () => {
    const id = await variant(3);
    const lines = [2, 2].map((quantity) => ({ variantId: id, quantity }));
    const answer = await world.ask.reserve({ reservationId: uuidv7(), attemptId: uuidv7(), adopt: null, lines, ttlSeconds: 60 });
    expect(isRefused(answer)).toBe(true);
    expect(await level(id)).toEqual({ available: 3, reserved: 0, sold: 0 });
  });

  test('crossed carts lock in one order: no deadlock, nothing lost', async () => {
    const [a, b] = [await variant(64), await variant(64)];
    const cart = (first: string, second: string) =>
      world.ask.reserve({
        reservationId: uuidv7(),
        attemptId: uuidv7(),
        adopt: null,
        ttlSeconds: 60,
        lines: [
          { variantId: first, quantity: 1 },
          { variantId: second, quantity: 1 },
        ],
      });
    const answers = await Promise.all(Array.from({ length: 64 }, (_, i) => (i % 2 ? cart(a, b) : cart(b, a))));
    expect(answers.some(isRefused)).toBe(false);
    expect([await level(a), await level(b)]).toEqual(Array(2).fill({ available: 0, reserved: 64, sold: 0 }));
  });
});

describe('an attempt', () => {
  test('repeating any command changes nothing', async () => {
    const id = await variant(5);
    const { attemptId, reservationId } = await reserve(id, 2);
    await reserve(id, 2, { attemptId, reservationId });
    expect(await level(id)).toEqual({ available: 3, reserved: 2, sold: 0 });
    await Promise.all([world.ask.commit({ attemptId }), world.ask.commit({ attemptId })]);
    expect(await level(id)).toEqual({ available: 3, reserved: 0, sold: 2 });
    await Promise.all([world.ask.giveBack({ attemptId }), world.ask.giveBack({ attemptId })]);
    await world.ask.giveBack({ attemptId });
    expect(await level(id)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  test('released before it was made: the late reserve is turned away', async () => {
    const id = await variant(5);
    const [reservationId, attemptId] = [uuidv7(), uuidv7()];
    await world.ask.release({ reservationId, attemptId });
    const { answer } = await reserve(id, 1, { reservationId, attemptId });
    expect(answer).toMatchObject({ refused: [{ code: 'RESERVATION_GONE' }] });
    expect(await level(id)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  test('adopts the hold of a checkout with the difference, and gives it back when it is refused', async () => {
    const id = await variant(5);
    const hold = uuidv7();
    await world.ask.hold({ reservationId: hold, lines: [{ variantId: id, quantity: 2 }], ttlSeconds: 60 });
    const { attemptId, reservationId } = await reserve(id, 5, { adopt: hold });
    expect(await level(id)).toEqual({ available: 0, reserved: 5, sold: 0 });
    await world.ask.release({ reservationId, attemptId });
    expect(await level(id)).toEqual({ available: 0, reserved: 5, sold: 0 });
    const other = await reserve(id, 1, { adopt: hold });
    expect(await level(id)).toEqual({ available: 4, reserved: 1, sold: 0 });
    await world.ask.commit({ attemptId: other.attemptId });
    expect(await level(id)).toEqual({ available: 4, reserved: 0, sold: 1 });
  });

  test('a pinned reservation is not swept; one without an attempt is, and a new hold is drawn', async () => {
    const id = await variant(4);
    const hold = uuidv7();
    await world.ask.hold({ reservationId: hold, lines: [{ variantId: id, quantity: 1 }], ttlSeconds: 60 });
    await reserve(id, 2);
    await world.sql`UPDATE inventory.reservations SET expires_at = now() - interval '1 second' WHERE status = 'HELD'`;
    await world.ask.expireReservations({ limit: 1000 });
    expect(await level(id)).toEqual({ available: 2, reserved: 2, sold: 0 });
    const again = await world.ask.hold({ reservationId: hold, lines: [{ variantId: id, quantity: 1 }], ttlSeconds: 60 });
    expect(again).toMatchObject({ refused: [{ code: 'RESERVATION_GONE' }] });
  });
});

test('opening stock twice opens it once', async () => {
  const id = await variant(7);
  expect(await world.ask.openStock({ variants: [{ variantId: id, productId: uuidv7(), sku: `S-${id}`, quantity: 9 }] })).toEqual({
    opened: 0,
  });
  expect(await level(id)).toEqual({ available: 7, reserved: 0, sold: 0 });
});

/** Whatever happens in whatever order, concurrently or not: the counters are what ledger and reservations say. */
test('law: available + reserved + sold = what came in, and reserved = the sum of what is held', async () => {
  const step = fc.record({
    verb: fc.constantFrom('reserve', 'adopt', 'hold', 'release', 'commit', 'giveBack', 'expire'),
    who: fc.nat(4),
    variant: fc.nat(1),
    quantity: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }), async (turns) => {
      const variants = [await variant(6), await variant(3)];
      const people = Array.from({ length: 5 }, () => ({ attemptId: uuidv7(), reservationId: uuidv7(), hold: uuidv7() }));
      for (const turn of turns) {
        await Promise.allSettled(
          turn.map(({ verb, who, variant: v, quantity }) => {
            const { attemptId, reservationId, hold } = people[who]!;
            const lines = [{ variantId: variants[v]!, quantity }];
            if (verb === 'hold') return world.ask.hold({ reservationId: hold, lines, ttlSeconds: 60 });
            if (verb === 'release') return world.ask.release({ reservationId, attemptId });
            if (verb === 'commit') return world.ask.commit({ attemptId });
            if (verb === 'giveBack') return world.ask.giveBack({ attemptId });
            if (verb === 'expire')
              return world.sql`UPDATE inventory.reservations SET expires_at = now() WHERE id = ${hold}`.then(() =>
                world.ask.expireReservations({ limit: 100 }),
              );
            return world.ask.reserve({ reservationId, attemptId, adopt: verb === 'adopt' ? hold : null, lines, ttlSeconds: 60 });
          }),
        );
      }
      const rows = await world.sql`
        SELECT s.variant_id FROM inventory.stock s
        LEFT JOIN (SELECT variant_id, sum(delta)::int AS d FROM inventory.movements GROUP BY 1) m USING (variant_id)
        LEFT JOIN (SELECT l.variant_id, sum(l.quantity) FILTER (WHERE r.status = 'HELD') AS held, sum(l.quantity) FILTER (WHERE r.status = 'COMMITTED') AS sold
          FROM inventory.reservation_lines l JOIN inventory.reservations r ON r.id = l.reservation_id GROUP BY 1) h USING (variant_id)
        WHERE s.variant_id = ANY(${variants}::uuid[])
          AND (s.available + s.reserved + s.sold <> m.d OR s.reserved <> coalesce(h.held, 0) OR s.sold <> coalesce(h.sold, 0))`;
      expect(rows).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
