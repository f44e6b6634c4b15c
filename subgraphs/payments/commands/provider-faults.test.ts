import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newPayment, type Shop, startShop } from '../testing/shop.ts';
import { stripeProvider } from '../stripe.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

const KINDS = [
  ['reset', 2],
  ['apply+reset', 2],
  ['500', 1],
  ['apply+500', 1],
  ['409', 3],
  ['429', 3],
  ['slow', 1],
] as const;
const CALLS = [
  ['create', '/payment_intents$'],
  ['confirm', '/confirm$'],
  ['capture', '/capture$'],
] as const;
const CASES = CALLS.flatMap(([call, path]) => KINDS.map(([kind, times]) => ({ call, path, kind, times })));

/** What a saga does: the same command until its outcome is known. */
async function until<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

test.each(CASES)('$kind x$times on $call: one charge in the end', async ({ path, kind, times }) => {
  const input = newPayment();
  await shop.fault(kind, path, times, 100);
  expect(await until(() => shop.ask.authorize(input))).toEqual({ status: 'AUTHORIZED' });
  expect(await until(() => shop.ask.capture(input))).toEqual({});
  expect(await shop.totals(input.orderId)).toMatchObject({ charges: 1, captured: 4990, authorized: 0 });
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED']);
});

test.each(CASES.filter(({ call }) => call !== 'capture'))(
  '$kind x$times on $call: a decline is a decline',
  async ({ path, kind, times }) => {
    const input = newPayment({ paymentMethodId: 'pm_card_visa_chargeDeclinedInsufficientFunds' });
    await shop.fault(kind, path, times, 100);
    const answer = await until(() => shop.ask.authorize(input));
    expect(answer).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED', declineCode: 'insufficient_funds' }] });
    expect((await shop.payment(input.paymentId)).status).toBe('FAILED');
  },
);

test.each(CASES)('$kind x$times on $call, then given up: no money with us, no authorization left', async ({ path, kind, times }) => {
  const input = newPayment();
  await shop.fault(kind, path, times, 100);
  await shop.ask.authorize(input).catch(() => {});
  await shop.ask.capture(input).catch(() => {});
  await shop.healAll();
  await shop.ask.void(input);
  const { authorized = 0, captured = 0, refunded = 0 } = (await shop.totals(input.orderId)) ?? {};
  expect([authorized, captured - refunded]).toEqual([0, 0]);
  expect(['VOIDED', 'REFUNDED']).toContain((await shop.payment(input.paymentId)).status);
});

test('a stored 500 on create: the next key is written down and used; no second intent takes money', async () => {
  const input = newPayment();
  await shop.fault('500', '/payment_intents$', 2);
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect((await shop.payment(input.paymentId)).provider_key).toBe(`pay_${input.orderId}:3`);
  expect(await shop.totals(input.orderId)).toMatchObject({ payment_intents: 1, authorized: 4990 });
});

test('an intent that was made in spite of a 500 is found by its metadata, not made twice', async () => {
  const input = newPayment();
  await shop.fault('apply+500', '/payment_intents$');
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect(await shop.totals(input.orderId)).toMatchObject({ payment_intents: 1 });
});

test.each([
  ['confirm', '/confirm$'],
  ['capture', '/capture$'],
])('a %s that was carried out in spite of a 500 is seen and not asked for again', async (call, path) => {
  const input = newPayment();
  await shop.fault('apply+500', path);
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect(await shop.ask.capture(input)).toEqual({});
  const keys = await shop.books`SELECT key FROM idempotency_keys WHERE key LIKE ${`${call}_${input.paymentId}%`}`;
  expect(keys).toEqual([{ key: `${call}_${input.paymentId}` }]);
});

test.each(['409', '429'])('%s is waited for under the same key, within the one call', async (kind) => {
  const input = newPayment();
  for (const path of ['/payment_intents$', '/confirm$', '/capture$']) await shop.fault(kind, path, 2);
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
  expect(await shop.ask.capture(input)).toEqual({});
});

test('what stays in use for long is not known yet, and no decline', async () => {
  const [made, fresh] = [newPayment(), newPayment()];
  await shop.ask.authorize(made);
  await shop.fault('409', '/capture$', 6);
  await shop.fault('409', '/payment_intents$', 6);
  const busy = { name: 'ProviderUnavailable', answered: false };
  await Promise.all([
    expect(shop.ask.capture(made)).rejects.toMatchObject(busy),
    expect(shop.ask.authorize(fresh)).rejects.toMatchObject(busy),
  ]);
  expect((await shop.payment(made.paymentId)).status).toBe('AUTHORIZED');
  expect((await shop.payment(fresh.paymentId)).status).toBe('INITIATED');
  expect(await shop.ask.capture(made)).toEqual({});
  expect(await shop.ask.authorize(fresh)).toEqual({ status: 'AUTHORIZED' });
});

test('a provider that is slow is asked by so many at once; who finds no place in time was never sent', async () => {
  const { tools, close } = shop.anotherProcess({ guard: { concurrent: 2, queued: 2, waitMs: 300 } });
  await shop.fault('slow', '/payment_intents/pi_slow$', 2, 1_000);
  const ask = () => tools.provider.retrieve('pi_slow').catch((error: Error) => error.message);
  const answers = await Promise.all(Array.from({ length: 5 }, ask));
  expect(answers).toEqual([
    ...[null, null],
    ...Array(2).fill('The payment provider was not asked: No place became free within 300 ms.'),
    'The payment provider was not asked: 2 are at work and 2 wait already.',
  ]);
  expect(await ask()).toBeNull();
  await close();
});

test('a payment given up while its intent is being made takes no intent, and the intent is cancelled', async () => {
  const input = newPayment();
  await shop.fault('slow', '/payment_intents$', 1, 400);
  const late = shop.ask.authorize(input);
  await expect.poll(() => shop.history(input.paymentId), { timeout: 5_000, interval: 10 }).toEqual(['INITIATED']);
  await shop.ask.void(input);
  expect(await late).toMatchObject({ refused: [{ code: 'PAYMENT_VOIDED' }] });
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'VOIDED', provider_intent_id: null });
  const { data } = await shop.stripe.paymentIntents.search({ query: `metadata['order_id']:'${input.orderId}'` });
  expect(data.map((intent) => intent.status)).toEqual(['canceled']);
});

test('500s without end are not asked for without end', async () => {
  const input = newPayment();
  await shop.fault('500', '/payment_intents$', 6);
  await expect(shop.ask.authorize(input)).rejects.toThrow('answered 500');
  await expect(shop.ask.authorize(input)).rejects.toThrow('answered 500');
  expect((await shop.payment(input.paymentId)).status).toBe('INITIATED');
  await shop.ask.void(input);
  expect((await shop.payment(input.paymentId)).status).toBe('VOIDED');
});

test.each(['/payment_intents$', '/confirm$', '/capture$'])(
  '500s stored under every key of one call (%s): the next call goes on behind them',
  async (path) => {
    const input = newPayment();
    await shop.fault('500', path, 3);
    expect(await until(() => shop.ask.authorize(input))).toEqual({ status: 'AUTHORIZED' });
    expect(await until(() => shop.ask.capture(input))).toEqual({});
    expect(await shop.totals(input.orderId)).toMatchObject({ charges: 1, captured: 4990 });
  },
);

test('so does a refund', async () => {
  const input = await shop.paid();
  await shop.fault('500', '/refunds$', 4);
  const refund = { orderId: input.orderId, key: 'cancel' };
  expect(await until(() => shop.ask.refundOrder(refund))).toEqual({ refundedMinor: 4990 });
  expect(await shop.totals(input.orderId)).toMatchObject({ captured: 4990, refunded: 4990 });
});

test('silence is not a decline: the payment stays INITIATED until the provider is heard', async () => {
  const input = newPayment();
  await shop.fault('apply+reset', '/confirm$');
  await shop.fault('reset', '/confirm$');
  await expect(shop.ask.authorize(input)).rejects.toThrow('gave no answer');
  expect((await shop.payment(input.paymentId)).status).toBe('INITIATED');
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
});

test('a provider that hangs is given up on after the time-out', async () => {
  const provider = stripeProvider({ secretKey: 'sk_test_holdfast', apiUrl: `http://127.0.0.1:${shop.simulatorPort}`, timeoutMs: 200 });
  const input = newPayment();
  await shop.ask.authorize(input);
  const { provider_intent_id: id } = await shop.payment(input.paymentId);
  await shop.fault('apply+hang', '/capture$', 1, 5_000);
  await expect(provider.capture(id, `capture_${input.paymentId}`)).rejects.toMatchObject({ name: 'ProviderUnavailable', answered: false });
  expect(await shop.ask.capture(input)).toEqual({});
  expect(await shop.totals(input.orderId)).toMatchObject({ captured: 4990, charges: 1 });
});

test('a wrong API key is a fault of ours, not a decline', async () => {
  const provider = stripeProvider({ secretKey: 'sk_test_wrong', apiUrl: `http://127.0.0.1:${shop.simulatorPort}` });
  await expect(provider.retrieve('pi_1')).rejects.toMatchObject({ name: 'ProviderUnavailable' });
});
