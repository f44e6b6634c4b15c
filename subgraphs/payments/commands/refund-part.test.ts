import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type Shop, startShop } from '../testing/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

const part = (orderId: string, amountMinor: number, key: string = uuidv7()) => shop.ask.refundPart({ orderId, key, amountMinor });
const refused = (code: string) => ({ refused: [expect.objectContaining({ code })] });

test('parts add up to all of it, and then there is nothing left', async () => {
  const { orderId, paymentId } = await shop.paid();
  expect(await part(orderId, 990)).toEqual({ refundedMinor: 990 });
  expect((await shop.payment(paymentId)).status).toBe('PARTIALLY_REFUNDED');
  expect(await part(orderId, 1000)).toEqual({ refundedMinor: 1000 });
  expect(await part(orderId, 3001)).toEqual(refused('REFUND_EXCEEDS_PAYMENT'));
  expect(await part(orderId, 3000)).toEqual({ refundedMinor: 3000 });
  expect(await part(orderId, 1)).toEqual(refused('REFUND_EXCEEDS_PAYMENT'));
  expect(await shop.totals(orderId)).toMatchObject({ captured: 4990, refunded: 4990 });
  expect(await shop.history(paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED']);
});

test('a currency that Stripe counts otherwise is charged and given back as it is', async () => {
  const { orderId, paymentId } = await shop.paid({ currencyCode: 'ISK', amountMinor: 4990 });
  expect(await shop.intentOf(paymentId)).toMatchObject({ amount: 499_000, amount_received: 499_000 });
  expect(await part(orderId, 990)).toEqual({ refundedMinor: 990 });
  expect(await shop.totals(orderId)).toMatchObject({ captured: 499_000, refunded: 99_000 });
  expect(await shop.ask.refundOrder({ orderId, key: uuidv7() })).toEqual({ refundedMinor: 4000 });
});

test('the same key again changes nothing, and many keys at once give back no more than was captured', async () => {
  const { orderId } = await shop.paid();
  const answers = await Promise.all(Array.from({ length: 5 }, () => part(orderId, 2000, 'same')));
  expect(answers).toEqual(Array.from({ length: 5 }, () => ({ refundedMinor: 2000 })));
  const more = await Promise.all(['a', 'b', 'c', 'd'].map((key) => part(orderId, 1400, key)));
  expect(more.filter((answer) => 'refundedMinor' in answer)).toHaveLength(2);
  expect(await shop.totals(orderId)).toMatchObject({ captured: 4990, refunded: 4800 });
});

test('what somebody has refunded by hand counts, and so does what a cancellation gives back', async () => {
  const { orderId, paymentId } = await shop.paid();
  await shop.stripe.refunds.create({ payment_intent: (await shop.payment(paymentId)).provider_intent_id, amount: 4000 });
  expect(await part(orderId, 991)).toEqual(refused('REFUND_EXCEEDS_PAYMENT'));
  expect(await part(orderId, 500)).toEqual({ refundedMinor: 500 });
  expect(await shop.ask.refundOrder({ orderId, key: 'cancel' })).toEqual({ refundedMinor: 490 });
  expect(await shop.totals(orderId)).toMatchObject({ refunded: 4990 });
});

test.each([
  ['reset', 2],
  ['apply+reset', 2],
  ['500', 1],
  ['apply+500', 1],
  ['409', 3],
  ['429', 3],
] as const)('%s on the refund of a part: given back once', async (kind, times) => {
  const { orderId, paymentId } = await shop.paid();
  const ask = () => part(orderId, 990, 'once');
  await shop.fault(kind, '/refunds$', times);
  await ask().catch(ask);
  expect(await ask()).toEqual({ refundedMinor: 990 });
  expect(await shop.totals(orderId)).toMatchObject({ captured: 4990, refunded: 990 });
  expect(await shop.sql`SELECT amount_minor::int AS amount, status FROM refunds WHERE payment_id = ${paymentId}`).toEqual([
    { amount: 990, status: 'SUCCEEDED' },
  ]);
});

test('a provider that will not give it back is heard, once and for all', async () => {
  const { orderId, paymentId } = await shop.paid();
  const { provider_intent_id: intent } = await shop.payment(paymentId);
  await shop.fault('reset', '/refunds$', 2);
  await expect(part(orderId, 990, 'late')).rejects.toThrow('gave no answer');
  await shop.stripe.refunds.create({ payment_intent: intent, amount: 4500 });
  expect(await part(orderId, 990, 'late')).toEqual(refused('REFUND_REFUSED'));
  expect(await part(orderId, 990, 'late')).toEqual(refused('REFUND_REFUSED'));
  expect(await part(orderId, 490)).toEqual({ refundedMinor: 490 });
  expect(await shop.totals(orderId)).toMatchObject({ refunded: 4990 });
});
