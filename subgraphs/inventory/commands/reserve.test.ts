import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefused } from '../../../kit/refusal.ts';
import { reservationRejects } from '../../../kit/telemetry.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { startWarehouse, type Warehouse } from '../testing/warehouse.ts';
import { reserver } from './reserve.ts';

let house: Warehouse;
beforeAll(async () => {
  house = await startWarehouse();
});
afterAll(() => house.close());

const GONE = { refused: [{ code: 'RESERVATION_GONE', message: expect.stringContaining('ended') }] };
const ids = () => ({ reservationId: uuidv7(), attemptId: uuidv7() });
const expiry = (answer: object) => ('expiresAt' in answer ? (answer.expiresAt as string) : JSON.stringify(answer));

describe('a hold', () => {
  test('lasts as long as was asked, and says until when', async () => {
    const variant = await house.variant(5);
    const reservationId = uuidv7();
    const answer = await house.hold(variant, 2, { reservationId, ttlSeconds: 90 });
    const stored = (await house.stored(reservationId))!;
    expect(stored).toMatchObject({ status: 'HELD', attemptId: null, ofCheckout: 1 });
    expect(stored.seconds).toBeGreaterThan(80);
    expect(stored.seconds).toBeLessThanOrEqual(90);
    expect(Math.abs(Date.parse(expiry(answer)) - Date.now() - stored.seconds * 1000)).toBeLessThan(1_000);
    expect(await house.level(variant)).toBe('3/2/0');
  });

  test('asked for again lasts longer, and is never cut short', async () => {
    const variant = await house.variant(5);
    const reservationId = uuidv7();
    const first = expiry(await house.hold(variant, 1, { reservationId, ttlSeconds: 60 }));
    expect(expiry(await house.hold(variant, 1, { reservationId, ttlSeconds: 5 }))).toBe(first);
    expect(Date.parse(expiry(await house.hold(variant, 1, { reservationId, ttlSeconds: 600 })))).toBeGreaterThan(
      Date.parse(first) + 500_000,
    );
    expect(await house.level(variant)).toBe('4/1/0');
  });

  test('takes on other lines: what it gives up is free again, and it has exactly the new ones', async () => {
    const [a, b] = [await house.variant(5), await house.variant(5)];
    const reservationId = uuidv7();
    await house.hold(a, 4, { reservationId });
    const lines = [
      { variantId: b, quantity: 1 },
      { variantId: a, quantity: 1 },
      { variantId: b, quantity: 1 },
    ];
    await house.hold(a, 0, { reservationId, lines });
    expect([await house.level(a), await house.level(b)]).toEqual(['4/1/0', '3/2/0']);
    expect(await house.linesOf(reservationId)).toEqual([
      { variantId: a, shard: 0, quantity: 1 },
      { variantId: b, shard: 0, quantity: 2 },
    ]);
  });

  test('that cannot take on more stays as it was', async () => {
    const variant = await house.variant(5);
    const reservationId = uuidv7();
    await house.hold(variant, 2, { reservationId });
    expect(await house.hold(variant, 6, { reservationId })).toMatchObject({ refused: [{ code: 'INSUFFICIENT_STOCK', available: 5 }] });
    expect(await house.level(variant)).toBe('3/2/0');
    expect(await house.linesOf(reservationId)).toEqual([{ variantId: variant, shard: 0, quantity: 2 }]);
  });

  test('is taken from several shards where one has not enough', async () => {
    const variant = await house.variant(2, 2);
    const reservationId = uuidv7();
    await house.hold(variant, 3, { reservationId });
    expect(await house.linesOf(reservationId)).toEqual([
      { variantId: variant, shard: 0, quantity: 2 },
      { variantId: variant, shard: 1, quantity: 1 },
    ]);
    expect(await house.sql`SELECT shard, available, version FROM stock WHERE variant_id = ${variant} ORDER BY shard`).toEqual([
      { shard: 0, available: 0, version: 1 },
      { shard: 1, available: 1, version: 1 },
    ]);
  });

  test('of what there is not enough of names each variant that is short, leaves no trace and is counted', async () => {
    const [a, b, c] = [await house.variant(1), await house.variant(9), await house.variant(2)];
    const before = (await reservationRejects.get()).values[0]?.value ?? 0;
    const request = { reservationId: uuidv7(), lines: [a, b, c].map((variantId) => ({ variantId, quantity: 3 })) };
    expect(await house.hold(a, 0, request)).toMatchObject({
      refused: [
        { code: 'INSUFFICIENT_STOCK', variantId: a, available: 1 },
        { code: 'INSUFFICIENT_STOCK', variantId: c, available: 2 },
      ],
    });
    expect(await house.stored(request.reservationId)).toBeUndefined();
    expect(await Promise.all([a, b, c].map(house.level))).toEqual(['1/0/0', '9/0/0', '2/0/0']);
    expect((await reservationRejects.get()).values[0]!.value).toBe(before + 1);
  });
});

describe('a reservation of an attempt', () => {
  test('is pinned, and asking again changes nothing and answers the same', async () => {
    const variant = await house.variant(5);
    const mine = ids();
    const first = await house.hold(variant, 2, mine);
    expect(await house.stored(mine.reservationId)).toMatchObject({ status: 'HELD', attemptId: mine.attemptId, ofCheckout: 0 });
    expect(await house.hold(variant, 2, { ...mine, ttlSeconds: 600 })).toEqual(first);
    expect(await house.level(variant)).toBe('3/2/0');
  });

  test('asked for twice at once takes its units once', async () => {
    const variant = await house.variant(5);
    const mine = ids();
    const answers = await Promise.all([house.hold(variant, 2, mine), house.hold(variant, 2, mine), house.hold(variant, 2)]);
    expect(answers.filter(isRefused)).toEqual([]);
    expect(answers[1]).toEqual(answers[0]);
    expect(await house.level(variant)).toBe('1/4/0');
  });

  test('is nobody else’s: neither another attempt’s nor a checkout’s', async () => {
    const variant = await house.variant(5);
    const mine = ids();
    await house.hold(variant, 2, mine);
    expect(await house.hold(variant, 1, { ...mine, attemptId: uuidv7() })).toMatchObject(GONE);
    expect(await house.hold(variant, 1, { ...mine, attemptId: null })).toMatchObject(GONE);
    expect(await house.stored(mine.reservationId)).toMatchObject({ attemptId: mine.attemptId });
    expect(await house.level(variant)).toBe('3/2/0');
  });

  test('cannot be made of a checkout’s hold by its id alone', async () => {
    const variant = await house.variant(5);
    const reservationId = uuidv7();
    await house.hold(variant, 2, { reservationId });
    expect(await house.hold(variant, 2, { reservationId, attemptId: uuidv7() })).toMatchObject(GONE);
    expect(await house.stored(reservationId)).toMatchObject({ attemptId: null });
  });

  test('ended, it is not made again', async () => {
    const variant = await house.variant(5);
    const mine = ids();
    await house.hold(variant, 2, mine);
    await house.settle({ ...mine, event: 'release' });
    expect(await house.hold(variant, 2, mine)).toMatchObject(GONE);
    expect(await house.level(variant)).toBe('5/0/0');
  });

  test('takes its turn among others: two processes at once sell no unit twice', async () => {
    const variant = await house.variant(10);
    const other = reserver(house.sql, 0);
    const request = () => ({ ...ids(), adopt: null, ttlSeconds: 60, lines: [{ variantId: variant, quantity: 1 }] });
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? other : house.reserve)(request())));
    expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(10);
    expect(await house.level(variant)).toBe('0/10/0');
  });
});

describe('adopting the hold of a checkout', () => {
  async function held(variant: string, quantity: number, more: { reservationId?: string; attemptId?: string } = {}) {
    const reservationId = uuidv7();
    await house.hold(variant, quantity, { reservationId, ...more });
    return reservationId;
  }

  test('pins it with the difference in lines, and uses up the id that a new one would have had', async () => {
    const variant = await house.variant(5);
    const adopt = await held(variant, 2);
    const mine = ids();
    const answer = await house.hold(variant, 3, { ...mine, adopt, ttlSeconds: 600 });
    expect(await house.stored(adopt)).toMatchObject({ status: 'HELD', attemptId: mine.attemptId, ofCheckout: 1 });
    expect(Date.parse(expiry(answer)) - Date.now()).toBeGreaterThan(500_000);
    expect(await house.stored(mine.reservationId)).toMatchObject({ status: 'RELEASED', attemptId: null, ofCheckout: 0 });
    expect((await house.stored(mine.reservationId))!.seconds).toBeLessThanOrEqual(0);
    expect(await house.level(variant)).toBe('2/3/0');
    // again: the same, for the same attempt
    expect(await house.hold(variant, 3, { ...mine, adopt })).toEqual(answer);
    expect(await house.level(variant)).toBe('2/3/0');
  });

  test('that another attempt has pinned: a new one is made', async () => {
    const variant = await house.variant(5);
    const adopt = await held(variant, 2);
    const theirs = ids();
    await house.hold(variant, 2, { ...theirs, adopt });
    const mine = ids();
    await house.hold(variant, 1, { ...mine, adopt });
    expect(await house.stored(adopt)).toMatchObject({ attemptId: theirs.attemptId });
    expect(await house.stored(mine.reservationId)).toMatchObject({ status: 'HELD', attemptId: mine.attemptId, ofCheckout: 0 });
    expect(await house.level(variant)).toBe('2/3/0');
  });

  test('that has ended, or never was: a new one is made', async () => {
    const variant = await house.variant(5);
    const ended = await held(variant, 2);
    await house.sql`UPDATE reservations SET status = 'EXPIRED' WHERE id = ${ended}`;
    for (const adopt of [ended, uuidv7()]) {
      const mine = ids();
      expect(isRefused(await house.hold(variant, 1, { ...mine, adopt }))).toBe(false);
      expect(await house.stored(mine.reservationId)).toMatchObject({ status: 'HELD', ofCheckout: 0 });
    }
  });

  test('that is short of what is wanted now is refused, and the hold stays its checkout’s', async () => {
    const variant = await house.variant(3);
    const adopt = await held(variant, 2);
    const mine = ids();
    expect(await house.hold(variant, 4, { ...mine, adopt })).toMatchObject({ refused: [{ available: 3 }] });
    expect(await house.stored(adopt)).toMatchObject({ status: 'HELD', attemptId: null });
    expect(await house.stored(mine.reservationId)).toBeUndefined();
    expect(await house.level(variant)).toBe('1/2/0');
  });
});

test('one that is ended while it is being made is not made', async () => {
  const variant = await house.variant(5);
  const mine = ids();
  const pending = await house.sql.begin(async (tx) => {
    await tx`SELECT 1 FROM stock WHERE variant_id = ${variant} FOR UPDATE`;
    // it has looked for its reservation by now, and waits for the stock
    const answer = house.hold(variant, 2, mine);
    await house.untilBlocked(1);
    await house.settle({ ...mine, event: 'release' });
    return [answer];
  });
  expect(await pending[0]).toMatchObject(GONE);
  expect(await house.level(variant)).toBe('5/0/0');
});

describe('others are told', () => {
  test('when the status of a variant changes, over all of its shards, and only then', async () => {
    const variant = await house.variant(4, 4);
    const before = await house.told(variant);
    await house.hold(variant, 2);
    expect(await house.told(variant)).toEqual(before);
    await house.hold(variant, 1);
    await house.hold(variant, 1);
    await house.hold(variant, 4);
    expect(await house.told(variant)).toEqual([
      'inventory.AvailabilityChanged v2: 5 LOW_STOCK',
      'inventory.AvailabilityChanged v4: 0 OUT_OF_STOCK',
    ]);
  });

  test('not of a variant that belongs to no product yet', async () => {
    const variant = uuidv7();
    await house.sql`INSERT INTO stock (variant_id, available) VALUES (${variant}, 1)`;
    expect(isRefused(await house.hold(variant, 1))).toBe(false);
    expect(await house.told(variant)).toEqual([]);
  });
});
