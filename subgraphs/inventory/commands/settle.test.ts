import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../../../kit/uuid.ts';
import { startWarehouse, type Warehouse } from '../testing/warehouse.ts';

let house: Warehouse;
beforeAll(async () => {
  house = await startWarehouse();
});
afterAll(() => house.close());

/** What an attempt has reserved; `adopted` when it took over the hold of its checkout. */
async function reserved(variant: string, quantity: number, { adopted = false } = {}) {
  const mine = { reservationId: uuidv7(), attemptId: uuidv7() };
  const adopt = adopted ? uuidv7() : null;
  if (adopt) await house.hold(variant, quantity, { reservationId: adopt });
  await house.hold(variant, quantity, { ...mine, adopt });
  const { attemptId } = mine;
  return {
    held: adopt ?? mine.reservationId,
    attemptId,
    release: () => house.settle({ ...mine, event: 'release' }),
    commit: () => house.settle({ attemptId, event: 'commit' }),
    giveBack: () => house.settle({ attemptId, event: 'give back' }),
  };
}
const status = async (id: string) => (await house.stored(id))?.status;

describe('commit', () => {
  test('makes held units sold units, once', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2);
    expect(await mine.commit()).toEqual({});
    expect(await house.level(variant)).toBe('3/0/2');
    await mine.commit();
    expect(await house.level(variant)).toBe('3/0/2');
    expect(await house.stored(mine.held)).toMatchObject({ status: 'COMMITTED', attemptId: mine.attemptId });
  });

  test('of an adopted hold sells it as well', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2, { adopted: true });
    await mine.commit();
    expect(await house.level(variant)).toBe('3/0/2');
    expect(await status(mine.held)).toBe('COMMITTED');
  });

  test('of an attempt that holds nothing is a bug, and fails no other beside it', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 1);
    const [lost, won] = await Promise.allSettled([house.settle({ attemptId: uuidv7(), event: 'commit' }), mine.commit()]);
    expect(lost).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('holds nothing') } });
    expect(won.status).toBe('fulfilled');
    expect(await house.level(variant)).toBe('4/0/1');
  });

  test('of what was released is a bug, and sells nothing', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2);
    await mine.release();
    await expect(mine.commit()).rejects.toThrow(/RELEASED.*commit/);
    expect(await house.level(variant)).toBe('5/0/0');
  });

  test('of many at once moves each unit once, shard by shard', async () => {
    const variant = await house.variant(2, 3);
    const all = [await reserved(variant, 1), await reserved(variant, 2), await reserved(variant, 2)];
    await Promise.all(all.map((it) => it.commit()));
    expect(await house.sql`SELECT shard, available, reserved, sold FROM stock WHERE variant_id = ${variant} ORDER BY shard`).toEqual([
      { shard: 0, available: 0, reserved: 0, sold: 2 },
      { shard: 1, available: 0, reserved: 0, sold: 3 },
    ]);
  });
});

describe('release', () => {
  test('makes the units free again, once, and others are told where that matters', async () => {
    const variant = await house.variant(2);
    const mine = await reserved(variant, 2);
    const told = await house.told(variant);
    for (let i = 0; i < 2; i++) expect(await mine.release()).toEqual({});
    expect(await house.level(variant)).toBe('2/0/0');
    expect(await status(mine.held)).toBe('RELEASED');
    expect((await house.told(variant)).slice(told.length)).toEqual(['inventory.AvailabilityChanged v2: 2 LOW_STOCK']);
  });

  test('of an adopted hold gives it back to its checkout, units and time as they were', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2, { adopted: true });
    const before = await house.stored(mine.held);
    await mine.release();
    expect(await house.stored(mine.held)).toMatchObject({ status: 'HELD', attemptId: null, ofCheckout: 1 });
    expect((await house.stored(mine.held))!.seconds).toBeCloseTo(before!.seconds, 0);
    expect(await house.level(variant)).toBe('3/2/0');
    await mine.release();
    expect(await house.level(variant)).toBe('3/2/0');
  });

  test('of what was never made leaves a tombstone without an attempt', async () => {
    const [reservationId, attemptId] = [uuidv7(), uuidv7()];
    for (let i = 0; i < 2; i++) await house.settle({ reservationId, attemptId, event: 'release' });
    expect(await house.stored(reservationId)).toMatchObject({ status: 'RELEASED', attemptId: null, ofCheckout: 0 });
  });

  test('of what was sold is a bug, and takes nothing from the buyer', async () => {
    const variant = await house.variant(5);
    for (const adopted of [false, true]) {
      const mine = await reserved(variant, 1, { adopted });
      await mine.commit();
      await expect(mine.release()).rejects.toThrow(/COMMITTED.*release/);
    }
    expect(await house.level(variant)).toBe('3/0/2');
  });
});

describe('giving back', () => {
  test('makes sold units free again, once', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2, { adopted: true });
    await mine.commit();
    for (let i = 0; i < 2; i++) await mine.giveBack();
    expect(await house.level(variant)).toBe('5/0/0');
    expect(await status(mine.held)).toBe('RETURNED');
  });

  test('of what was not sold is a bug while it is held, and nothing once it is not', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2);
    await expect(mine.giveBack()).rejects.toThrow(/HELD.*give back/);
    await mine.release();
    expect(await mine.giveBack()).toEqual({});
    expect(await house.settle({ attemptId: uuidv7(), event: 'give back' })).toEqual({});
    expect(await house.level(variant)).toBe('5/0/0');
  });
});

describe('at once for one attempt', () => {
  test('sold and given back: each finds it as the one before has left it', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2);
    await Promise.all([mine.commit(), mine.giveBack()]);
    expect(await house.level(variant)).toBe('5/0/0');
    expect(await status(mine.held)).toBe('RETURNED');
  });

  test('released and sold: what went back to its checkout is not sold', async () => {
    const variant = await house.variant(5);
    const mine = await reserved(variant, 2, { adopted: true });
    const [released, sold] = await Promise.allSettled([mine.release(), mine.commit()]);
    expect([released.status, sold.status]).toEqual(['fulfilled', 'rejected']);
    expect(await house.stored(mine.held)).toMatchObject({ status: 'HELD', attemptId: null });
    expect(await house.level(variant)).toBe('3/2/0');
  });

  test('some go back to their checkout while others are sold and others end', async () => {
    const variant = await house.variant(9);
    const [back, sold, ended] = [await reserved(variant, 1, { adopted: true }), await reserved(variant, 2), await reserved(variant, 3)];
    await Promise.all([back.release(), sold.commit(), ended.release()]);
    expect(await Promise.all([back, sold, ended].map((it) => status(it.held)))).toEqual(['HELD', 'COMMITTED', 'RELEASED']);
    expect([(await house.stored(back.held))!.attemptId, (await house.stored(sold.held))!.attemptId]).toEqual([null, sold.attemptId]);
    expect(await house.level(variant)).toBe('6/1/2');
  });
});
