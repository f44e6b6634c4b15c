import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../../../kit/uuid.ts';
import { startWarehouse, type Warehouse } from '../testing/warehouse.ts';
import { expireReservations } from './expire-reservations.ts';

let house: Warehouse;
beforeAll(async () => {
  house = await startWarehouse();
});
afterAll(() => house.close());
beforeEach(async () => void (await house.sql`TRUNCATE reservations, reservation_lines`));

/** A hold whose time was over so many seconds ago. */
async function overdue(variant: string, quantity: number, { seconds = 1, attemptId = null as string | null } = {}) {
  const reservationId = uuidv7();
  await house.hold(variant, quantity, { reservationId, attemptId });
  await house.sql`UPDATE reservations SET expires_at = now() - ${seconds} * interval '1 second' WHERE id = ${reservationId}`;
  return reservationId;
}
const statuses = (ids: string[]) => Promise.all(ids.map(async (id) => (await house.stored(id))!.status));

test('what is overdue ends, its units are free again over all shards, and others are told', async () => {
  const [a, b] = [await house.variant(2, 2), await house.variant(9)];
  const due = [await overdue(a, 3), await overdue(a, 1), await overdue(b, 2), await overdue(b, 3)];
  const told = await house.told(a);
  expect(await expireReservations(house.sql, 100)).toEqual({ expired: 4 });
  expect(await statuses(due)).toEqual(Array(4).fill('EXPIRED'));
  expect([await house.level(a), await house.level(b)]).toEqual(['4/0/0', '9/0/0']);
  expect((await house.told(a)).slice(told.length)).toHaveLength(1);
  expect(await expireReservations(house.sql, 100)).toEqual({ expired: 0 });
  expect(await house.level(a)).toBe('4/0/0');
});

test('what is pinned, sold, ended or still in time is left alone', async () => {
  const variant = await house.variant(9);
  const [pinned, sold, ended, timely] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const left = [await overdue(variant, 1, { attemptId: pinned }), await overdue(variant, 1, { attemptId: sold }), ended, timely];
  await house.settle({ attemptId: sold, event: 'commit' });
  await house.settle({ reservationId: ended, attemptId: uuidv7(), event: 'release' });
  await house.hold(variant, 1, { reservationId: timely });
  expect(await expireReservations(house.sql, 100)).toEqual({ expired: 0 });
  expect(await statuses(left)).toEqual(['HELD', 'COMMITTED', 'RELEASED', 'HELD']);
  expect(await house.level(variant)).toBe('6/2/1');
});

test('the oldest go first when there are more than can be ended at once', async () => {
  const variant = await house.variant(9);
  const due = [
    await overdue(variant, 1, { seconds: 10 }),
    await overdue(variant, 1, { seconds: 30 }),
    await overdue(variant, 1, { seconds: 20 }),
  ];
  expect(await expireReservations(house.sql, 2)).toEqual({ expired: 2 });
  expect(await statuses(due)).toEqual(['HELD', 'EXPIRED', 'EXPIRED']);
});

test('what somebody is working on is passed over, and not waited for', async () => {
  const variant = await house.variant(9);
  const [worked, free] = [await overdue(variant, 1), await overdue(variant, 1)];
  await house.sql.begin(async (tx) => {
    await tx`SELECT 1 FROM reservations WHERE id = ${worked} FOR UPDATE`;
    expect(await expireReservations(house.sql, 100)).toEqual({ expired: 1 });
  });
  expect(await statuses([worked, free])).toEqual(['HELD', 'EXPIRED']);
});
