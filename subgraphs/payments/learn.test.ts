import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { uuidv7 } from '../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../schema/testing/context-database.ts';
import type { PaymentStatus } from './contract.ts';
import { type Cause, learn } from './learn.ts';
import { paymentWriter } from './payment-writer.ts';
import type { Intent } from './provider.ts';
import { getPayment, type PaymentRow } from './rows.ts';
import { intent } from './testing/intent.ts';
import type { Tools } from './tools.ts';

const QUIETLY: Cause = { name: 'capture', tell: false };
const ALOUD: Cause = { name: 'webhook', tell: true };
const failure = { code: 'card_declined', declineCode: 'lost_card' };

let database: ContextDatabase;
let tools: Tools;
let alarms: Record<string, unknown>[];
beforeAll(async () => {
  database = await contextDatabase('payments');
  const log = pino({ level: 'error' }, { write: (line: string) => void alarms.push(JSON.parse(line) as Record<string, unknown>) });
  // learning asks nobody: it is told how the intent stands
  tools = { sql: database.sql, writer: paymentWriter(database.sql), log, provider: undefined as unknown as Tools['provider'] };
});
afterAll(() => database.close());
beforeEach(() => {
  alarms = [];
});

type Given = { status?: PaymentStatus; open?: boolean; orderId?: string | null; attemptId?: string | null; declineCode?: string };
/** A payment of 10.00 EUR as it was left, with the intent that it uses. */
async function left({ status = 'INITIATED', open = true, orderId = uuidv7(), attemptId = uuidv7(), declineCode }: Given = {}) {
  const id = uuidv7();
  await database.sql`
    INSERT INTO payments (id, order_id, attempt_id, status, amount_minor, currency_code, payment_method_id, provider_intent_id, intent_open,
      decline_code, updated_at)
    VALUES (${id}, ${orderId}, ${attemptId}, ${status}, 1000, 'EUR', 'pm_card_visa', ${`pi_${id}`}, ${open ? 1 : 0}::int::boolean,
      ${declineCode ?? null}, '2020-01-01')`;
  await database.sql`INSERT INTO payment_transitions (payment_id, seq, to_status, cause) VALUES (${id}, 1, ${status}, 'test')`;
  const of = (state: Intent['status'], more: Partial<Intent> = {}) => intent(state, { id: `pi_${id}`, ...more });
  return { id, of, orderId, attemptId };
}
const history = async (id: string) =>
  (
    await database.sql<{ seq: number; to: string; cause: string }[]>`
    SELECT seq, to_status AS to, cause FROM payment_transitions WHERE payment_id = ${id} ORDER BY seq`
  ).map(({ seq, to, cause }) => `${seq} ${to} by ${cause}`);
const told = async (id: string) =>
  (await database.sql<{ type: string; payload: object }[]>`SELECT type, payload FROM outbox WHERE aggregate_id = ${id} ORDER BY id`).map(
    ({ type, payload }) => ({ type, ...payload }),
  );
const touched = async (id: string) =>
  (await database.sql<{ touched: boolean }[]>`SELECT updated_at > '2020-01-02' AS touched FROM payments WHERE id = ${id}`)[0]!.touched;
const stored = (id: string): Promise<PaymentRow> => getPayment(database.sql, id);

describe('a payment is moved to where its intent is', () => {
  test('through every step on the way, each written down with its cause', async () => {
    const { id, of } = await left();
    expect(await learn(tools, id, of('succeeded', { refundedMinor: 10 }), QUIETLY)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      version: 4,
      refundedMinor: 10,
      intentOpen: false,
      declineCode: null,
    });
    expect(await history(id)).toEqual([
      '1 INITIATED by test',
      '2 AUTHORIZED by capture',
      '3 CAPTURED by capture',
      '4 PARTIALLY_REFUNDED by capture',
    ]);
    expect(alarms).toEqual([]);
  });

  test('learning the same again, or something older, does not even touch the row', async () => {
    const { id, of } = await left({ status: 'AUTHORIZED' });
    for (const cause of [QUIETLY, ALOUD]) {
      expect(await learn(tools, id, of('requires_capture'), cause)).toMatchObject({ status: 'AUTHORIZED', version: 1 });
      expect(await learn(tools, id, of('requires_action'), cause)).toMatchObject({ status: 'AUTHORIZED', version: 1 });
    }
    expect(await touched(id)).toBe(false);
    expect(await told(id)).toEqual([]);
  });

  test('money given back later is counted, though the status stays; what is older takes none of it away', async () => {
    const { id, of } = await left({ status: 'CAPTURED', open: false });
    for (const refundedMinor of [10, 30, 20]) await learn(tools, id, of('succeeded', { refundedMinor }), QUIETLY);
    expect(await stored(id)).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundedMinor: 30, intentOpen: false, version: 2 });
    await learn(tools, id, of('succeeded', { refundedMinor: 1000 }), QUIETLY);
    expect(await stored(id)).toMatchObject({ status: 'REFUNDED', refundedMinor: 1000, version: 3 });
  });

  test.each([
    ['the decline code', failure, 'lost_card'],
    ['else the error', { code: 'card_declined', declineCode: null }, 'card_declined'],
  ])('a decline is kept with its reason: %s', async (_, why, reason) => {
    const { id, of } = await left();
    expect(await learn(tools, id, of('requires_payment_method', { failure: why }), QUIETLY)).toMatchObject({
      status: 'FAILED',
      declineCode: reason,
      intentOpen: true,
    });
    // the first reason stays, and the intent is asked about no more once it is closed
    expect(await learn(tools, id, of('canceled', { failure: null }), QUIETLY)).toMatchObject({ declineCode: reason, intentOpen: false });
    expect(alarms).toEqual([]);
  });

  test('a payment that did not fail has no reason', async () => {
    const { id, of } = await left();
    expect(await learn(tools, id, of('requires_action', { failure }), QUIETLY)).toMatchObject({
      status: 'REQUIRES_ACTION',
      declineCode: null,
    });
  });

  test('another intent than the one it uses teaches it nothing', async () => {
    const { id } = await left();
    for (const cause of [QUIETLY, ALOUD]) {
      expect(await learn(tools, id, intent('succeeded', { id: 'pi_other' }), cause)).toMatchObject({ status: 'INITIATED', version: 1 });
    }
    expect(await touched(id)).toBe(false);
  });

  test('money that arrives for a dead payment makes it worth asking about again', async () => {
    const { id, of } = await left({ status: 'VOIDED', open: false });
    expect(await learn(tools, id, of('succeeded'), QUIETLY)).toMatchObject({ status: 'VOIDED', intentOpen: true, version: 1 });
  });
});

describe('other money than agreed never counts as paid', () => {
  test.each<[string, Partial<Intent>]>([
    ['amount', { amountMinor: 999 }],
    ['currency', { currencyCode: 'USD' }],
  ])('another %s fails the payment, with an alarm that names it', async (_, other) => {
    const { id, of, orderId } = await left();
    expect(await learn(tools, id, of('requires_capture', other), QUIETLY)).toMatchObject({
      status: 'FAILED',
      declineCode: 'payment_mismatch',
      intentOpen: true,
    });
    expect(alarms).toMatchObject([{ payment_id: id, order_id: orderId, intent_id: `pi_${id}` }]);
    expect(await history(id)).toEqual(['1 INITIATED by test', '2 FAILED by capture']);
  });

  test('what of it went back is not counted as ours', async () => {
    const { id, of } = await left();
    await learn(tools, id, of('succeeded', { amountMinor: 5000, capturedMinor: 5000, refundedMinor: 700 }), QUIETLY);
    expect(await stored(id)).toMatchObject({ status: 'FAILED', refundedMinor: 0, intentOpen: true });
  });

  test('an authorized payment is void once the other money is gone, and not before', async () => {
    const { id, of } = await left({ status: 'AUTHORIZED' });
    expect(await learn(tools, id, of('requires_capture', { amountMinor: 999 }), QUIETLY)).toMatchObject({ status: 'AUTHORIZED' });
    expect(await learn(tools, id, of('canceled', { amountMinor: 999 }), QUIETLY)).toMatchObject({
      status: 'VOIDED',
      declineCode: null,
      intentOpen: false,
    });
  });

  test('a new payment whose other money is gone already has failed, not been given up', async () => {
    const { id, of } = await left();
    expect(await learn(tools, id, of('canceled', { amountMinor: 999 }), QUIETLY)).toMatchObject({ status: 'FAILED' });
  });
});

describe('others learn of what the provider decided outside of a call of ours', () => {
  test('once, with the order and the attempt that wait for it', async () => {
    const { id, of, orderId, attemptId } = await left({ status: 'REQUIRES_ACTION' });
    for (let i = 0; i < 2; i++) await learn(tools, id, of('requires_capture'), ALOUD);
    expect(await told(id)).toEqual([{ type: 'payments.PaymentChanged', paymentId: id, orderId, attemptId, status: 'AUTHORIZED' }]);
  });

  test('and not of what our own call has done', async () => {
    const { id, of } = await left();
    await learn(tools, id, of('succeeded'), QUIETLY);
    expect(await told(id)).toEqual([]);
  });

  test('nor of a change that leaves the status', async () => {
    const { id, of } = await left({ status: 'PARTIALLY_REFUNDED', open: false });
    await learn(tools, id, of('succeeded', { refundedMinor: 500 }), ALOUD);
    expect(await stored(id)).toMatchObject({ refundedMinor: 500 });
    expect(await told(id)).toEqual([]);
  });

  test.each([{ orderId: null }, { attemptId: null }])('nobody waits for %o', async (nobody) => {
    const { id, of } = await left(nobody);
    expect(await learn(tools, id, of('requires_capture'), ALOUD)).toMatchObject({ status: 'AUTHORIZED' });
    expect(await told(id)).toEqual([]);
  });
});

describe('many who learn at once', () => {
  test.each([QUIETLY, ALOUD])('write one history ($name)', async (cause) => {
    const { id, of } = await left();
    const seen = [of('requires_action'), of('requires_capture'), of('succeeded'), of('requires_capture'), of('succeeded')];
    const answers = await Promise.all(seen.map((it) => learn(tools, id, it, cause)));
    expect(answers.map((answer) => answer.id)).toEqual(seen.map(() => id));
    const states = (await history(id)).map((step) => step.split(' ')[1]);
    expect(states.filter((state) => state !== 'REQUIRES_ACTION')).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED']);
    expect(await stored(id)).toMatchObject({ status: 'CAPTURED', version: states.length });
  });

  test('tell of one change once', async () => {
    const { id, of } = await left();
    await Promise.all(Array.from({ length: 4 }, () => learn(tools, id, of('requires_capture'), ALOUD)));
    expect(await told(id)).toHaveLength(1);
  });
});
