import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { uuidv7 } from '../../kit/uuid.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import { operations } from '../../subgraphs/operations/contract.ts';
import { openShopFloor } from '../testing/shop-floor.ts';
import { run } from './repair.ts';

let shop: Awaited<ReturnType<typeof openShopFloor>>;
beforeAll(async () => {
  shop = await openShopFloor();
});
afterAll(() => shop?.close());

const ask = () => shop.transport.clientOf(operations);
const plan = async () => (await ask().planRepairs({})).repairs;
const apply = async (repairs: Awaited<ReturnType<typeof plan>>) => (await ask().applyRepairs({ by: 'a test', repairs })).done;
const audit = async () => (await ask().audit({})).findings;
const stockOf = async (variantId: string) =>
  (await shop.sql`SELECT available, reserved, sold FROM inventory.stock WHERE variant_id = ${variantId} ORDER BY shard`)[0];

/** Plans, checks that it is exactly this, mends it, and looks again: nothing is left, and the audit is clean. */
async function mends(expected: object[], outcomes: string[] = expected.map(() => 'MENDED')) {
  expect((await audit()).length, 'the fault shows in the audit').toBeGreaterThan(0);
  const repairs = await plan();
  expect(repairs).toMatchObject(expected);
  expect(repairs.length).toBe(expected.length);
  const done = await apply(repairs);
  expect(
    done.map((one) => one.outcome),
    JSON.stringify(done),
  ).toEqual(outcomes);
  expect(await plan()).toEqual([]);
  expect(await audit()).toEqual([]);
  return done;
}

/** A hold as it would stand if its release had been lost: HELD for the attempt, counted as reserved. */
async function holdFor(variantId: string, attemptId: string | null, expired = false) {
  const id = uuidv7();
  await shop.sql.begin(async (tx) => {
    await tx`INSERT INTO inventory.reservations (id, status, attempt_id, of_checkout, expires_at)
      VALUES (${id}, 'HELD', ${attemptId}, 0, now() + ${expired ? -120 : 600} * interval '1 second')`;
    await tx`INSERT INTO inventory.reservation_lines (reservation_id, variant_id, quantity) VALUES (${id}, ${variantId}, 1)`;
    await tx`UPDATE inventory.stock SET available = available - 1, reserved = reserved + 1 WHERE variant_id = ${variantId}`;
  });
  return id;
}

describe('a repair', () => {
  test('of a healthy shop is none', async () => {
    const variantId = await shop.variant(5);
    await shop.buy(variantId);
    expect(await ask().planRepairs({})).toEqual({ repairs: [], listed: [] });
    expect(await apply([])).toEqual([]);
    expect(await audit()).toEqual([]);
  });

  test('brings counters back to what reservations and movements say', async () => {
    const [lost, left, gone] = [await shop.variant(10), await shop.variant(10), await shop.variant(7)];
    await shop.buy(lost);
    await shop.sql`UPDATE inventory.stock SET reserved = 4, sold = 0, available = 8 WHERE variant_id = ${lost}`;
    await shop.sql`UPDATE inventory.stock SET available = 3 WHERE variant_id = ${left}`;
    await shop.sql`DELETE FROM inventory.stock WHERE variant_id = ${gone}`;
    await mends([
      {
        context: 'inventory',
        kind: 'stock',
        subject: `variant ${lost}`,
        before: 'shard 0: available 1 too few, reserved 4 too many, sold 1 too few',
      },
      { subject: `variant ${left}`, after: 'shard 0: available +7' },
      { subject: `variant ${gone}`, before: 'shard 0: no row, available 7 too few', after: 'shard 0: available +7' },
    ]);
    expect(await stockOf(lost)).toEqual({ available: 9, reserved: 0, sold: 1 });
    expect(await stockOf(gone)).toEqual({ available: 7, reserved: 0, sold: 0 });
  });

  test('leaves to a person what would bring free units below zero', async () => {
    const variantId = await shop.variant(1);
    await shop.buy(variantId);
    await shop.sql`UPDATE inventory.movements SET delta = 0 WHERE variant_id = ${variantId}`;
    const repairs = await plan();
    expect(repairs).toMatchObject([
      { subject: `variant ${variantId}`, after: 'shard 0: available -1; then shard 0: -1 available, 0 reserved, 1 sold', byHand: true },
    ]);
    expect(await apply(repairs)).toMatchObject([{ outcome: 'NEEDS_A_PERSON' }]);
    // nor when somebody says otherwise of it
    expect(await apply(repairs.map((repair) => ({ ...repair, byHand: false })))).toMatchObject([{ outcome: 'CHANGED_MEANWHILE' }]);
    expect(await stockOf(variantId)).toEqual({ available: 0, reserved: 0, sold: 1 });
    await shop.sql`UPDATE inventory.movements SET delta = 1 WHERE variant_id = ${variantId}`;
    expect(await plan()).toEqual([]);
  });

  test('sets a stuck attempt going again: it undoes what it could not', async () => {
    const variantId = await shop.variant(3);
    const { attemptId } = await shop.buy(variantId, 'pm_card_visa_chargeDeclined');
    await shop.sql`DELETE FROM inventory.reservations WHERE attempt_id = ${attemptId}`;
    await holdFor(variantId, attemptId);
    await shop.sql`
      UPDATE checkout.sagas SET state = 'STUCK', claims = 120, lease_until = now() + interval '1 day', log = (
        SELECT jsonb_agg(e) FROM jsonb_array_elements(log) e WHERE NOT (e->>'kind' = 'undone' AND e->>'step' = 'reserve stock'))
        || '[{"step": "reserve stock", "kind": "fault", "answer": "Error: no answer"}]' WHERE id = ${attemptId}`;
    const [done] = await mends([
      { context: 'checkout', kind: 'saga', before: 'STUCK at "reserve stock": Error: no answer', byHand: false },
    ]);
    expect(done).toMatchObject({ detail: 'it is COMPENSATED' });
    expect(done!.subject).not.toContain(attemptId);
    expect(await stockOf(variantId)).toEqual({ available: 3, reserved: 0, sold: 0 });
  });

  test('wakes a cancellation that nobody has taken up: the money goes back', async () => {
    const variantId = await shop.variant(3);
    const { orderId } = await shop.buy(variantId);
    await shop.cancel(orderId!);
    // as if it had died after its first step, and no job had come for it
    await shop.sql`
      UPDATE orders.sagas SET state = 'RUNNING', created_at = now() - interval '10 minutes', lease_until = now() - interval '9 minutes',
        log = '[{"step": "cancel order", "kind": "started"}, {"step": "cancel order", "kind": "done", "answer": {}}]'
      WHERE input->>'orderId' = ${orderId}`;
    const done = await mends([{ context: 'orders', kind: 'saga', before: 'RUNNING at "cancel order"' }]);
    expect(done).toMatchObject([{ detail: 'it is DONE' }]);
  });

  test('ends holds as their sagas have ended, and what no sweep has', async () => {
    const variantId = await shop.variant(9);
    const undone = await shop.buy(variantId, 'pm_card_visa_chargeDeclined');
    const bought = await shop.buy(variantId);
    const long = shop.sql`now() - interval '1 hour'`;
    await shop.sql`UPDATE checkout.sagas SET updated_at = ${long} WHERE id = ANY(${[undone.attemptId, bought.attemptId]}::uuid[])`;
    await shop.sql`DELETE FROM inventory.reservations WHERE attempt_id = ${undone.attemptId}`;
    const orphan = await holdFor(variantId, undone.attemptId);
    await shop.sql`UPDATE inventory.reservations SET status = 'HELD' WHERE attempt_id = ${bought.attemptId}`;
    await shop.sql`UPDATE inventory.stock SET reserved = reserved + 1, sold = sold - 1 WHERE variant_id = ${variantId}`;
    const unswept = await holdFor(variantId, null, true);
    await mends([
      { context: 'inventory', kind: 'hold', subject: `reservation ${unswept}`, after: 'EXPIRED, its units available' },
      { context: 'checkout', kind: 'hold', after: 'COMMITTED: its order is placed' },
      { context: 'checkout', kind: 'hold', subject: `reservation ${orphan}`, after: 'given back: its order is not' },
    ]);
    expect(await stockOf(variantId)).toEqual({ available: 8, reserved: 0, sold: 1 });
  });

  test('asks the provider again about a payment of which it says otherwise, and names a charge that nobody knows', async () => {
    const variantId = await shop.variant(3);
    const { orderId } = await shop.buy(variantId);
    const [payment] = await shop.sql<{ id: string }[]>`SELECT id FROM payments.payments WHERE order_id = ${orderId}`;
    await shop.sql`DELETE FROM payments.payment_transitions WHERE payment_id = ${payment!.id} AND to_status = 'CAPTURED'`;
    await shop.sql`UPDATE payments.payments SET status = 'AUTHORIZED', version = version - 1, updated_at = now() - interval '1 hour' WHERE id = ${payment!.id}`;
    const done = await mends([{ context: 'payments', kind: 'payment', subject: `payment ${payment!.id}`, byHand: false }]);
    expect(done).toMatchObject([{ detail: 'it is CAPTURED, 0 of it refunded' }]);

    await shop.sql`UPDATE payments.payments SET provider_intent_id = 'pi_other', updated_at = now() - interval '1 hour' WHERE id = ${payment!.id}`;
    const repairs = await plan();
    expect(repairs).toMatchObject([
      { kind: 'payment', subject: `payment ${payment!.id}`, byHand: true },
      { kind: 'charge', byHand: true, before: `2489 EUR captured, 0 refunded for order ${orderId}, and no payment of ours` },
    ]);
    expect(await apply(repairs)).toMatchObject([{ outcome: 'NEEDS_A_PERSON' }, { outcome: 'NEEDS_A_PERSON' }]);
    await shop.sql`
      UPDATE payments.payments SET provider_intent_id = ${repairs[1]!.subject.slice('intent '.length)} WHERE id = ${payment!.id}`;
    expect(await audit()).toEqual([]);
  });

  test('does nothing where the world has changed since it was planned, and does not do a thing twice', async () => {
    const variantId = await shop.variant(5);
    await shop.sql`UPDATE inventory.stock SET reserved = 2 WHERE variant_id = ${variantId}`;
    const planned = await plan();
    await shop.sql`UPDATE inventory.stock SET reserved = 3 WHERE variant_id = ${variantId}`;
    expect(await apply(planned)).toMatchObject([{ outcome: 'CHANGED_MEANWHILE' }]);
    expect(await stockOf(variantId)).toMatchObject({ reserved: 3 });
    const anew = await plan();
    expect(await apply([...anew, ...anew])).toMatchObject([{ outcome: 'MENDED' }, { outcome: 'CHANGED_MEANWHILE' }]);
    expect(await audit()).toEqual([]);
  });

  test('goes on where one of them fails, and says so', async () => {
    const variantId = await shop.variant(5);
    await shop.sql`UPDATE inventory.stock SET reserved = 2 WHERE variant_id = ${variantId}`;
    const [real] = await plan();
    const strange = { ...real!, kind: 'miracle' };
    expect(await apply([strange, { ...real!, context: 'nowhere' }, real!])).toMatchObject([
      { outcome: 'FAILED', detail: 'Error: nothing of the kind "miracle" is mended here' },
      { outcome: 'MENDED' },
      { context: 'nowhere', outcome: 'FAILED' },
    ]);
    expect(await audit()).toEqual([]);
  });
});

test('what nobody mends is listed, and makes no repair', async () => {
  await shop.sql`
    INSERT INTO catalog.outbox (event_id, type, aggregate_id, version, payload, published_at, dead)
    VALUES (${uuidv7()}, 'catalog.Strange', '1', 1, '{}', now(), '{search}')`;
  expect(await ask().planRepairs({})).toEqual({
    repairs: [],
    listed: ['1 events catalog.Strange that search has failed on for good'],
  });
  await shop.sql`DELETE FROM catalog.outbox WHERE type = 'catalog.Strange'`;
});

test('buyers go on while counters are mended under them: in the end every unit is where it belongs', async () => {
  const variantId = await shop.variant(60);
  const inventoryOf = shop.transport.clientOf(inventory);
  const held: { reservationId: string; attemptId: string }[] = [];
  let buying = true;
  const buyers = Array.from({ length: 4 }, async () => {
    for (let i = 0; i < 12; i++) {
      const [reservationId, attemptId] = [uuidv7(), uuidv7()];
      const lines = [{ variantId, quantity: 1 }];
      const answer = await inventoryOf.reserve({ reservationId, attemptId, adopt: null, lines, ttlSeconds: 600 });
      if ('refused' in answer) continue;
      if (i % 3 === 0) await inventoryOf.release({ reservationId, attemptId });
      else held.push({ reservationId, attemptId });
    }
  });
  let mended = 0;
  const mending = (async () => {
    while (buying) {
      await shop.sql`UPDATE inventory.stock SET reserved = reserved + 1, available = greatest(0, available - 2) WHERE variant_id = ${variantId}`;
      const { repairs } = await inventoryOf.planRepairs({});
      // two persons at once: what one has mended, the other finds mended
      const both = await Promise.all([inventoryOf.applyRepairs({ repairs }), inventoryOf.applyRepairs({ repairs })]);
      const made = both.flatMap(({ done }) => done).filter((one) => one.outcome === 'MENDED').length;
      expect(made).toBeLessThanOrEqual(1);
      mended += made;
    }
  })();
  await Promise.all(buyers);
  buying = false;
  await mending;
  await inventoryOf.applyRepairs(await inventoryOf.planRepairs({}));
  expect(mended).toBeGreaterThan(0);
  expect(await stockOf(variantId)).toEqual({ available: 60 - held.length, reserved: held.length, sold: 0 });
  for (const hold of held) await inventoryOf.release(hold);
  expect(await stockOf(variantId)).toEqual({ available: 60, reserved: 0, sold: 0 });
  expect(await audit()).toEqual([]);
});

describe('its log', () => {
  test('has what was intended, and then what came of it', async () => {
    const variantId = await shop.variant(2);
    await shop.sql`UPDATE inventory.stock SET sold = 1 WHERE variant_id = ${variantId}`;
    await apply(await plan());
    const rows = await shop.sql`SELECT * FROM operations.repairs WHERE subject = ${`variant ${variantId}`} ORDER BY at, outcome`;
    expect(rows).toMatchObject([
      { by: 'a test', context: 'inventory', kind: 'stock', outcome: 'INTENDED', before: 'shard 0: sold 1 too many' },
      { by: 'a test', outcome: 'MENDED', after: 'shard 0: sold -1' },
    ]);
    expect(rows[0]!.id).toBe(rows[1]!.id);
  });

  test.each([
    `UPDATE operations.repairs SET outcome = 'MENDED'`,
    'DELETE FROM operations.repairs',
    'TRUNCATE operations.repairs',
    `DELETE FROM operations.repairs WHERE id = '00000000-0000-7000-8000-000000000000'`,
  ])('cannot be changed afterwards: %s', async (statement) => {
    await expect(shop.sql.unsafe(statement)).rejects.toThrow(/append-only/);
  });
});

describe('on the command line', () => {
  const running = async (...args: string[]) => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      const code = await run(args, shop.config);
      return { code, said: said.mock.calls.map(([line]) => line as string).join('\n') };
    } finally {
      said.mockRestore();
    }
  };

  test('plans with exit code 1, applies, and has nothing more to do', async () => {
    const variantId = await shop.variant(4);
    await shop.sql`UPDATE inventory.stock SET reserved = 1 WHERE variant_id = ${variantId}`;
    await shop.sql`INSERT INTO payments.webhook_events (event_id, type, payload, quarantined) VALUES ('evt_x', 'x', '', 'UNKNOWN_ORDER')`;
    const planned = await running('--plan');
    expect(planned.code).toBe(1);
    expect(planned.said).toContain(`inventory  stock  variant ${variantId}  (can be mended)`);
    expect(planned.said).toContain('1 webhooks put aside as UNKNOWN_ORDER, for example evt_x');
    expect(planned.said).toMatch(/\n1 repair can be made; 0 need a person\.$/);
    expect(await stockOf(variantId)).toMatchObject({ reserved: 1 });
    const applied = await running('--apply');
    expect(applied.said).toMatch(/mended\n1 repair of 1 made/);
    expect(applied.said).toMatch(/All is well: \d+ invariants/);
    expect(applied.code).toBe(0);
    expect(await running('--plan')).toMatchObject({ code: 0, said: expect.stringMatching(/Nothing is to be mended\.$/) });
  });

  test.each([
    [[], 0],
    [['--aply'], 2],
    [['--plan', '--apply'], 2],
  ] as const)('%j says how it is used', async (args, code) => {
    expect(await running(...args)).toMatchObject({ code, said: expect.stringContaining('Usage: npm run repair') });
  });
});
