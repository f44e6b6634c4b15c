import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
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

const VOIDED = { refused: [{ code: 'PAYMENT_VOIDED' }] };

test('a void before the first call leaves a tombstone: the late call is turned away', async () => {
  const input = newPayment();
  await shop.ask.void(input);
  await shop.ask.void(input);
  expect(await shop.ask.authorize(input)).toMatchObject(VOIDED);
  expect(await shop.ask.capture(input)).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED' }] });
  expect(await shop.totals(input.orderId)).toBeUndefined();
  expect(await shop.history(input.paymentId)).toEqual(['VOIDED']);
});

test('an authorization is released', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  await shop.ask.void(input);
  await shop.ask.void(input);
  expect((await shop.intentOf(input.paymentId)).status).toBe('canceled');
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'VOIDED', intent_open: false });
  expect(await shop.ask.authorize(input)).toMatchObject(VOIDED);
  expect(await shop.ask.capture(input)).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED' }] });
});

test('what was captured is refunded, once', async () => {
  const input = await shop.paid();
  await Promise.all(Array.from({ length: 5 }, () => shop.ask.void(input)));
  await shop.ask.void(input);
  expect(await shop.totals(input.orderId)).toMatchObject({ charges: 1, captured: 4990, refunded: 4990 });
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'REFUNDED', refunded_minor: '4990', intent_open: false });
  expect(await shop.sql`SELECT key, status FROM refunds WHERE payment_id = ${input.paymentId}`).toEqual([
    { key: `void_${input.paymentId}`, status: 'SUCCEEDED' },
  ]);
  expect(await shop.ask.authorize(input)).toMatchObject(VOIDED);
});

test('a payment that waits for its buyer is cancelled, and cannot be authenticated any more', async () => {
  const input = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
  await shop.ask.authorize(input);
  await shop.ask.void(input);
  await expect(shop.authenticate(input.paymentId, 'succeeded')).rejects.toThrow('400');
  expect((await shop.payment(input.paymentId)).status).toBe('VOIDED');
});

test('the void of a refused payment changes nothing', async () => {
  const input = newPayment({ paymentMethodId: 'pm_card_visa_chargeDeclined' });
  await shop.ask.authorize(input);
  await shop.ask.void(input);
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'FAILED']);
});

test('a capture that we do not know of is found and refunded', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  await shop.stripe.paymentIntents.capture((await shop.payment(input.paymentId)).provider_intent_id);
  await shop.ask.void(input);
  expect(await shop.totals(input.orderId)).toMatchObject({ captured: 4990, refunded: 4990 });
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED', 'REFUNDED']);
});

test('less captured than agreed is refused, never CAPTURED, and given back', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  await shop.stripe.paymentIntents.capture((await shop.payment(input.paymentId)).provider_intent_id, { amount_to_capture: 4989 });
  expect(await shop.ask.capture(input)).toMatchObject({ refused: [{ code: 'PAYMENT_MISMATCH' }] });
  await shop.ask.void(input);
  expect(await shop.totals(input.orderId)).toMatchObject({ captured: 4989, refunded: 4989 });
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'VOIDED']);
});

test('authorize, capture and void of one payment at once: in the end no money is with us', async () => {
  const orders = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const input = newPayment();
      if (i % 2) await shop.ask.authorize(input);
      const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      await Promise.allSettled([
        shop.ask.authorize(input).then(() => shop.ask.capture(input)),
        later(i * 8).then(() => shop.ask.void(input)),
      ]);
      await shop.ask.void(input);
      return input;
    }),
  );
  for (const { orderId, paymentId } of orders) {
    const { authorized = 0, captured = 0, refunded = 0 } = (await shop.totals(orderId)) ?? {};
    expect([authorized, captured - refunded]).toEqual([0, 0]);
    expect(['VOIDED', 'REFUNDED']).toContain((await shop.payment(paymentId)).status);
  }
});

test('while the provider is silent the void is not done, and says so', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  await shop.fault('reset', '/cancel$', 2);
  await expect(shop.ask.void(input)).rejects.toThrow('gave no answer');
  expect((await shop.payment(input.paymentId)).status).toBe('AUTHORIZED');
  await shop.ask.void(input);
  expect((await shop.payment(input.paymentId)).status).toBe('VOIDED');
});
