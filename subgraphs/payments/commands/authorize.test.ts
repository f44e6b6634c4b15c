import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { metrics } from '../../../kit/telemetry.ts';
import { TEST_METHODS } from '../simulator/payment-methods.ts';
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

const declines = TEST_METHODS.filter((method) => method.decline && !method.authentication);

test('a card is authorized, then captured: money moves once', async () => {
  const input = newPayment();
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect(await shop.totals(input.orderId)).toMatchObject({ payment_intents: 1, authorized: 4990, captured: 0 });
  expect(await shop.ask.capture(input)).toEqual({});
  expect(await shop.totals(input.orderId)).toMatchObject({ charges: 1, captured: 4990, refunded: 0 });
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED']);
  const { metadata, capture_method } = await shop.intentOf(input.paymentId);
  expect(metadata).toEqual({ order_id: input.orderId, payment_id: input.paymentId, attempt_id: input.attemptId });
  expect(capture_method).toBe('manual');
});

test('every command again, and again in parallel, changes nothing', async () => {
  const input = newPayment();
  const authorizations = await Promise.all(Array.from({ length: 8 }, () => shop.ask.authorize(input)));
  expect(new Set(authorizations.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"status":"AUTHORIZED"}']));
  await Promise.all(Array.from({ length: 8 }, () => shop.ask.capture(input)));
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect(await shop.totals(input.orderId)).toMatchObject({ payment_intents: 1, charges: 1, captured: 4990 });
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED']);
});

test.each(declines)('$token is refused with its reason, the same each time, and its intent is cancelled', async ({ token, decline }) => {
  const input = newPayment({ paymentMethodId: token });
  const refusal = { refused: [{ code: 'PAYMENT_DECLINED', message: 'The payment was declined.', declineCode: decline!.declineCode }] };
  expect(await shop.ask.authorize(input)).toEqual(refusal);
  expect(await shop.ask.authorize(input)).toEqual(refusal);
  expect((await shop.intentOf(input.paymentId)).status).toBe('canceled');
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'FAILED', intent_open: false });
  expect(await shop.totals(input.orderId)).toMatchObject({ payment_intents: 1, authorized: 0, captured: 0 });
  expect(await shop.ask.capture(input)).toEqual(refusal);
});

test('a refusal is counted by its reason', async () => {
  const count = async () =>
    (await metrics.getSingleMetric('holdfast_payment_failures_total')!.get()).values.find((v) => v.labels.reason === 'stolen_card')
      ?.value ?? 0;
  const before = await count();
  const input = newPayment({ paymentMethodId: 'pm_card_visa_chargeDeclinedStolenCard' });
  await shop.ask.authorize(input);
  await shop.ask.authorize(input);
  expect(await count()).toBe(before + 1);
});

test.each(['pm_card_nobody', 'nonsense', '', 'pm card', 'pm_\u0000', 'x'.repeat(300)])(
  'the unknown payment method %j is refused',
  async (paymentMethodId) => {
    const input = newPayment({ paymentMethodId });
    const answer = { refused: [{ code: 'PAYMENT_METHOD_NOT_FOUND', path: ['paymentMethodId'] }] };
    expect(await shop.ask.authorize(input)).toMatchObject(answer);
    expect(await shop.ask.authorize(input)).toMatchObject(answer);
    expect(await shop.totals(input.orderId)).toBeUndefined();
  },
);

test('less than the provider takes is declined', async () => {
  const input = newPayment({ amountMinor: 20 });
  expect(await shop.ask.authorize(input)).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED', declineCode: 'amount_too_small' }] });
});

test('3-D Secure: the buyer passes the challenge, and the same call goes on', async () => {
  const input = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
  const answer = await shop.ask.authorize(input);
  expect(answer).toMatchObject({ status: 'REQUIRES_ACTION', clientSecret: expect.stringMatching(/^pi_.+_secret_/) });
  expect(await shop.ask.authorize(input)).toEqual(answer);
  expect(await shop.ask.capture(input)).toMatchObject({ refused: [{ code: 'PAYMENT_NOT_AUTHORIZED' }] });
  await shop.authenticate(input.paymentId, 'succeeded');
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect(await shop.ask.capture(input)).toEqual({});
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED']);
});

test.each([
  ['pm_card_threeDSecure2Required', 'failed', 'payment_intent_authentication_failure'],
  ['pm_card_threeDSecureRequiredChargeDeclined', 'succeeded', 'generic_decline'],
  ['pm_card_threeDSecureRequiredProcessingError', 'succeeded', 'processing_error'],
] as const)('3-D Secure: %s, challenge %s, is declined with %s', async (paymentMethodId, outcome, declineCode) => {
  const input = newPayment({ paymentMethodId });
  await shop.ask.authorize(input);
  await shop.authenticate(input.paymentId, outcome);
  expect(await shop.ask.authorize(input)).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED', declineCode }] });
  expect((await shop.intentOf(input.paymentId)).status).toBe('canceled');
});

test('the intent of another amount never counts, and is cancelled', async () => {
  const input = newPayment();
  await shop.fault('reset', '/confirm$', 2);
  await expect(shop.ask.authorize(input)).rejects.toThrow('gave no answer');
  const { provider_intent_id: id } = await shop.payment(input.paymentId);
  await shop.stripe.paymentIntents.update(id, { amount: 4989 });
  expect(await shop.ask.authorize(input)).toMatchObject({ refused: [{ code: 'PAYMENT_MISMATCH' }] });
  expect(await shop.ask.authorize(input)).toMatchObject({ refused: [{ code: 'PAYMENT_MISMATCH' }] });
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe('canceled');
  expect((await shop.payment(input.paymentId)).status).toBe('FAILED');
});

test('one order has one payment', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  await expect(shop.ask.authorize(newPayment({ orderId: input.orderId }))).rejects.toThrow('payments_order');
  await expect(shop.ask.authorize({ ...input, amountMinor: 1 })).rejects.toThrow('bug');
});

test('after a day the provider has forgotten our keys: nothing is sent, only looked at', async () => {
  const aged = async (paymentId: string) =>
    shop.sql`UPDATE payments SET created_at = now() - interval '23 hours 1 minute' WHERE id = ${paymentId}`;
  const unsent = newPayment();
  await shop.fault('reset', '/payment_intents$', 2);
  await expect(shop.ask.authorize(unsent)).rejects.toThrow();
  await aged(unsent.paymentId);
  expect(await shop.ask.authorize(unsent)).toMatchObject({ refused: [{ declineCode: 'expired' }] });
  expect(await shop.totals(unsent.orderId)).toBeUndefined();

  const unconfirmed = newPayment();
  await shop.fault('reset', '/confirm$', 2);
  await expect(shop.ask.authorize(unconfirmed)).rejects.toThrow();
  await aged(unconfirmed.paymentId);
  expect(await shop.ask.authorize(unconfirmed)).toMatchObject({ refused: [{ declineCode: 'expired' }] });
  expect((await shop.intentOf(unconfirmed.paymentId)).status).toBe('canceled');

  const applied = newPayment();
  await shop.fault('apply+reset', '/confirm$');
  await shop.fault('reset', '/confirm$');
  await expect(shop.ask.authorize(applied)).rejects.toThrow();
  await aged(applied.paymentId);
  expect(await shop.ask.authorize(applied)).toEqual({ status: 'AUTHORIZED' });
});
