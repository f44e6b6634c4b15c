import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../../../kit/uuid.ts';
import { newPayment, type Shop, startShop } from '../testing/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

const rowsOf = (paymentId: string) => shop.sql`SELECT amount_minor::int AS amount, status FROM refunds WHERE payment_id = ${paymentId}`;

test('all is given back, and the same key again changes nothing', async () => {
  const { orderId, paymentId } = await shop.paid();
  const ask = () => shop.ask.refundOrder({ orderId, key: 'cancel', reason: 'changed my mind' });
  const answers = await Promise.all(Array.from({ length: 6 }, ask));
  expect(new Set(answers.map((answer) => answer.refundedMinor))).toEqual(new Set([4990]));
  expect(await ask()).toEqual({ refundedMinor: 4990 });
  expect(await shop.totals(orderId)).toMatchObject({ captured: 4990, refunded: 4990 });
  expect(await shop.history(paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  expect(await rowsOf(paymentId)).toEqual([{ amount: 4990, status: 'SUCCEEDED' }]);
});

test('several keys at once give back no more than was captured', async () => {
  const { orderId, paymentId } = await shop.paid();
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map((key) => shop.ask.refundOrder({ orderId, key })));
  expect(answers.map((answer) => answer.refundedMinor).sort()).toEqual([0, 0, 0, 4990]);
  expect(await rowsOf(paymentId)).toEqual([{ amount: 4990, status: 'SUCCEEDED' }]);
});

test('a key counts within its order', async () => {
  const [one, two] = [await shop.paid(), await shop.paid()];
  for (const { orderId } of [one, two])
    expect(await shop.ask.refundOrder({ orderId, key: 'x'.repeat(400) })).toEqual({ refundedMinor: 4990 });
});

test('what somebody has refunded by hand is not refunded again', async () => {
  const { orderId, paymentId } = await shop.paid();
  await shop.stripe.refunds.create({ payment_intent: (await shop.payment(paymentId)).provider_intent_id, amount: 990 });
  expect(await shop.ask.refundOrder({ orderId, key: 'rest' })).toEqual({ refundedMinor: 4000 });
  expect(await shop.totals(orderId)).toMatchObject({ refunded: 4990 });
  expect((await shop.payment(paymentId)).status).toBe('REFUNDED');
});

test('nothing is given back of what was not captured', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  expect(await shop.ask.refundOrder({ orderId: input.orderId, key: 'early' })).toEqual({ refundedMinor: 0 });
  expect(await shop.ask.refundOrder({ orderId: uuidv7(), key: 'unknown' })).toEqual({ refundedMinor: 0 });
  expect(await rowsOf(input.paymentId)).toEqual([]);
});

test.each([
  ['reset', 2],
  ['apply+reset', 2],
  ['500', 1],
  ['apply+500', 1],
  ['409', 3],
  ['429', 3],
] as const)('%s on the refund: given back once', async (kind, times) => {
  const { orderId, paymentId } = await shop.paid();
  const ask = () => shop.ask.refundOrder({ orderId, key: 'cancel' });
  await shop.fault(kind, '/refunds$', times);
  await ask().catch(ask);
  expect(await ask()).toEqual({ refundedMinor: 4990 });
  expect(await shop.totals(orderId)).toMatchObject({ captured: 4990, refunded: 4990 });
  expect((await shop.payment(paymentId)).status).toBe('REFUNDED');
  expect(await rowsOf(paymentId)).toEqual([{ amount: 4990, status: 'SUCCEEDED' }]);
});

test('a refund that a dead process has written down and not sent is sent by whoever comes next', async () => {
  const input = await shop.paid();
  await shop.fault('reset', '/refunds$', 2);
  await expect(shop.ask.refundOrder({ orderId: input.orderId, key: 'died' })).rejects.toThrow('gave no answer');
  await shop.ask.void(input);
  expect(await shop.totals(input.orderId)).toMatchObject({ refunded: 4990 });
  expect(await rowsOf(input.paymentId)).toEqual([{ amount: 4990, status: 'SUCCEEDED' }]);
});
