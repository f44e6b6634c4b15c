import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../../../kit/uuid.ts';
import { startWarehouse, type Warehouse } from '../testing/warehouse.ts';
import { lockReservations, type NewReservation, putReservations } from './reservation-rows.ts';

describe('reservations are written and locked', () => {
  let house: Warehouse;
  beforeAll(async () => {
    house = await startWarehouse();
  });
  afterAll(() => house.close());
  const row = (id: string): NewReservation => ({ id, status: 'HELD', attemptId: null, ofCheckout: true, ttlSeconds: 60 });

  test('in the order of their ids, however they were asked for: two who want the same ones never wait for each other', async () => {
    const ids = Array.from({ length: 4 }, () => uuidv7()).sort();
    const given = [ids[2]!, ids[0]!, ids[3]!, ids[1]!];
    const written = await house.sql.begin(async (tx) => [...(await putReservations(tx, given.map(row))).keys()]);
    expect(written).toEqual(ids);
    const locked = await house.sql.begin((tx) => lockReservations(tx, given));
    expect(locked.map((it) => it.id)).toEqual(ids);
  });
});
