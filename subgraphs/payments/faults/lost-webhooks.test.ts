import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { refundsFailed } from '../../../kit/telemetry.ts';
import { reconcile } from '../commands/reconcile.ts';
import { openPayment } from '../open-payment.ts';
import { learnRefund } from '../refund-news.ts';
import { all, untilKnown } from '../testing/as-saga.ts';
import { scaled } from '../testing/scaled.ts';
import { newPayment, type Shop, startShop } from '../testing/shop.ts';

// In all of this file not one webhook is delivered: what becomes known, the poller has asked for.
let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

const NOW = { olderThanSeconds: 0, limit: 100 };
const poll = () => shop.ask.reconcile(NOW);
type Input = ReturnType<typeof newPayment>;

const refundsOf = (paymentId: string) =>
  shop.sql<{ status: string; amount: number; due: boolean }[]>`
    SELECT status, amount_minor::int AS amount, check_after <= now() AS due FROM refunds WHERE payment_id = ${paymentId}`;
const aged = (paymentId: string, interval: string) =>
  shop.sql`UPDATE payments SET created_at = now() - ${interval}::interval, updated_at = now() - ${interval}::interval WHERE id = ${paymentId}`;

/** Silence after the call was carried out, and again when the SDK repeats it on a new connection. */
async function unheard(path: string, command: () => Promise<unknown>): Promise<void> {
  await shop.fault('apply+reset', path);
  await shop.fault('reset', path);
  await expect(command()).rejects.toThrow('gave no answer');
}
const challenged = async (outcome: 'succeeded' | 'failed'): Promise<Input> => {
  const input = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
  await shop.ask.authorize(input);
  await shop.authenticate(input.paymentId, outcome);
  return input;
};

/** Lives that end away from us, each with the end that must come to be known. */
const LIVES: [life: string, end: string, live: () => Promise<Input>][] = [
  [
    'the confirmation was not heard',
    'CAPTURED',
    async () => {
      const input = newPayment();
      await unheard('/confirm$', () => shop.ask.authorize(input));
      return input;
    },
  ],
  [
    'the capture was not heard',
    'CAPTURED',
    async () => {
      const input = newPayment();
      await shop.ask.authorize(input);
      await unheard('/capture$', () => shop.ask.capture(input));
      return input;
    },
  ],
  ['the buyer passed the challenge', 'CAPTURED', () => challenged('succeeded')],
  ['the buyer failed the challenge', 'FAILED', () => challenged('failed')],
  [
    'the intent was cancelled at the provider',
    'VOIDED',
    async () => {
      const input = newPayment();
      await shop.ask.authorize(input);
      await shop.stripe.paymentIntents.cancel((await shop.payment(input.paymentId)).provider_intent_id);
      return input;
    },
  ],
  [
    'the refusal could not be cleared up',
    'FAILED',
    async () => {
      const input = newPayment({ paymentMethodId: 'pm_card_visa_chargeDeclined' });
      await shop.fault('reset', '/cancel$', 2);
      await shop.ask.authorize(input);
      return input;
    },
  ],
];

test('F26 every webhook is lost: the poller hears of all, and all are final', async () => {
  const payments: { end: string; input: Input }[] = [];
  for (let round = 0; round < scaled(20, 2); round++) for (const [, end, live] of LIVES) payments.push({ end, input: await live() });
  await poll();
  // What the saga does that is woken by PaymentChanged.
  await all(payments, async ({ input }) => {
    if ((await shop.told(input.paymentId)).at(-1) === 'AUTHORIZED') await untilKnown(() => shop.ask.capture(input));
  });
  for (const { end, input } of payments) {
    expect(await shop.payment(input.paymentId)).toMatchObject({ status: end, intent_open: false });
    expect(await shop.totals(input.orderId)).toMatchObject({ authorized: 0, captured: end === 'CAPTURED' ? 4990 : 0 });
  }
  expect(await poll()).toEqual({ checked: 0 });
});

test('F26 an intent whose making was not heard of is found, and used by the saga that comes back', async () => {
  const input = newPayment();
  await unheard('/payment_intents$', () => shop.ask.authorize(input));
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'INITIATED', provider_intent_id: null, intent_open: true });
  await poll();
  const { provider_intent_id: id } = await shop.payment(input.paymentId);
  expect(id).toMatch(/^pi_/);
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect(await shop.totals(input.orderId)).toMatchObject({ payment_intents: 1 });
  await shop.ask.void(input);
});

test('F26 an intent whose making was not heard of, and whose payment was given up, is cancelled', async () => {
  const input = newPayment();
  await unheard('/payment_intents$', () => shop.ask.authorize(input));
  await shop.ask.void(input);
  await poll();
  const { data } = await shop.stripe.paymentIntents.search({ query: `metadata['order_id']:'${input.orderId}'` });
  expect(data.map((intent) => intent.status)).toEqual(['canceled']);
  // The provider's search may be late: it is asked for some minutes more.
  await poll();
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'VOIDED', intent_open: true });
  await aged(input.paymentId, '6 minutes');
  await poll();
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'VOIDED', intent_open: false });
});

test.each([
  ['waits for its buyer', 'pm_card_threeDSecure2Required', undefined],
  ['was never confirmed', 'pm_card_visa', '/confirm$'],
  ['was never made', 'pm_card_visa', '/payment_intents$'],
] as const)(
  'F26 a payment that %s and that nobody wants any more is given up, at the provider first',
  async (_, paymentMethodId, silent) => {
    const input = newPayment({ paymentMethodId });
    if (silent) await shop.fault('reset', silent, 2);
    await shop.ask.authorize(input).catch(() => {});
    const { status } = await shop.payment(input.paymentId);
    await poll();
    expect((await shop.payment(input.paymentId)).status).toBe(status);
    await aged(input.paymentId, '27 hours');
    await poll();
    expect((await shop.payment(input.paymentId)).status).toBe('VOIDED');
    expect(await shop.told(input.paymentId)).toEqual(['VOIDED']);
    if (silent !== '/payment_intents$') expect((await shop.intentOf(input.paymentId)).status).toBe('canceled');
  },
);

test('F26 a refund that was settled unheard: it is asked about until it is, and then seldom', async () => {
  const { orderId, paymentId } = await shop.paid({ paymentMethodId: 'pm_card_pendingRefund' });
  await shop.ask.refundOrder({ orderId, key: 'cancel' });
  expect(await refundsOf(paymentId)).toEqual([{ status: 'PENDING', amount: 4990, due: true }]);
  await expect.poll(async () => (await poll()) && (await refundsOf(paymentId))[0]?.status, { timeout: 10_000 }).toBe('SUCCEEDED');
  expect(await refundsOf(paymentId)).toEqual([{ status: 'SUCCEEDED', amount: 4990, due: false }]);
});

test('F26 a refund that failed unheard, days after it had succeeded, is seen', async () => {
  const { orderId, paymentId } = await shop.paid({ paymentMethodId: 'pm_card_refundFail' });
  await shop.ask.refundOrder({ orderId, key: 'cancel' });
  await expect.poll(async () => (await shop.events(orderId)).some(({ type }) => type === 'refund.failed'), { timeout: 10_000 }).toBe(true);
  expect(await refundsOf(paymentId)).toMatchObject([{ status: 'SUCCEEDED' }]);
  const before = (await refundsFailed.get()).values[0]?.value ?? 0;
  await shop.sql`UPDATE refunds SET check_after = check_after - interval '1 day' WHERE payment_id = ${paymentId}`;
  const process = shop.anotherProcess();
  for (let i = 0; i < 3; i++) await reconcile(process.tools, NOW);
  expect(await refundsOf(paymentId)).toEqual([{ status: 'FAILED', amount: 4990, due: null }]);
  expect((await refundsFailed.get()).values[0]?.value).toBe(before + 1);
  expect(process.alarms()).toMatchObject([{ msg: 'a refund has failed: the buyer has not got the money' }]);
  await process.close();
});

test('two who have asked about a refund may write in any order: it goes forward only', async () => {
  const { orderId, paymentId } = await shop.paid();
  await shop.ask.refundOrder({ orderId, key: 'cancel' });
  const [refund] = await shop.sql<{ id: string }[]>`SELECT provider_refund_id AS id FROM refunds WHERE payment_id = ${paymentId}`;
  const process = shop.anotherProcess();
  for (const [heard, known] of [
    ['PENDING', 'SUCCEEDED'],
    ['FAILED', 'FAILED'],
    ['SUCCEEDED', 'FAILED'],
  ] as const) {
    await learnRefund(process.tools, { id: refund!.id, amountMinor: 4990, status: heard });
    expect(await refundsOf(paymentId)).toMatchObject([{ status: known }]);
  }
  await process.close();
});

test('a definite no leaves nothing to ask about; after a stored 500, an intent may have been made', async () => {
  const plain = newPayment({ paymentMethodId: 'pm_card_nobody' });
  await shop.ask.authorize(plain);
  expect(await shop.payment(plain.paymentId)).toMatchObject({ status: 'FAILED', intent_open: false });
  const unsure = newPayment({ paymentMethodId: 'pm_card_nobody' });
  const process = shop.anotherProcess();
  await openPayment(process.tools, unsure);
  await shop.sql`UPDATE payments SET provider_key = provider_key || ':2' WHERE id = ${unsure.paymentId}`;
  await process.close();
  await shop.ask.authorize(unsure);
  expect(await shop.payment(unsure.paymentId)).toMatchObject({ status: 'FAILED', intent_open: true });
  await aged(unsure.paymentId, '6 minutes');
  await poll();
  expect(await shop.payment(unsure.paymentId)).toMatchObject({ status: 'FAILED', intent_open: false });
});

test.each(['reset', 'apply+reset'])('F26 a refund whose saga died (%s) is sent by the poller, and is one', async (kind) => {
  const { orderId, paymentId } = await shop.paid();
  await shop.fault(kind, '/refunds$', 2);
  await expect(shop.ask.refundOrder({ orderId, key: 'cancel' })).rejects.toThrow('gave no answer');
  expect(await refundsOf(paymentId)).toMatchObject([{ status: 'PENDING' }]);
  await poll();
  expect(await refundsOf(paymentId)).toEqual([{ status: 'SUCCEEDED', amount: 4990, due: false }]);
  expect(await shop.totals(orderId)).toMatchObject({ captured: 4990, refunded: 4990 });
  expect(await shop.told(paymentId)).toEqual(['REFUNDED']);
});

test('F30 money that comes for dead payments, many pollers and webhooks at once: given back once each', async () => {
  const pollers = [shop.anotherProcess(), shop.anotherProcess(), shop.anotherProcess()];
  const inputs = Array.from({ length: scaled(50) }, () => newPayment());
  await all(inputs, async (input) => {
    await shop.ask.authorize(input);
    await shop.stripe.paymentIntents.capture((await shop.payment(input.paymentId)).provider_intent_id);
  });
  // As if each cancel had been answered, and the money had come all the same.
  const ids = inputs.map(({ paymentId }) => paymentId);
  await shop.sql`
    WITH voided AS (
      UPDATE payments SET status = 'VOIDED', version = version + 1 WHERE id = ANY(${ids}) RETURNING id, version)
    INSERT INTO payment_transitions (payment_id, seq, from_status, to_status, cause)
    SELECT id, version, 'AUTHORIZED', 'VOIDED', 'test' FROM voided`;
  const events = (await Promise.all(inputs.map(({ orderId }) => shop.events(orderId)))).flat();
  await Promise.all([
    ...pollers.flatMap(({ tools }) => [0, 1, 2].map(() => reconcile(tools, NOW))),
    all(events, async ({ id, body }) => {
      await shop.receive(body);
      await shop.ask.applyWebhook({ eventId: id });
    }),
  ]);
  await poll();
  for (const { orderId, paymentId } of inputs) {
    expect(await shop.totals(orderId)).toMatchObject({ charges: 1, captured: 4990, refunded: 4990 });
    expect(await refundsOf(paymentId)).toEqual([{ status: 'SUCCEEDED', amount: 4990, due: false }]);
    expect((await shop.history(paymentId)).at(-1)).toBe('REFUNDED');
  }
  for (const poller of pollers) await poller.close();
});
