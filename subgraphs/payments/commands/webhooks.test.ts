import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { refundsFailed } from '../../../kit/telemetry.ts';
import { newPayment, type Shop, startShop } from '../testing/shop.ts';
import { applyWebhook } from './apply-webhook.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

async function deliver({ id, body }: { id: string; body: string }) {
  await shop.receive(body);
  await shop.ask.applyWebhook({ eventId: id });
}
const stored = async (eventId: string) =>
  (await shop.sql`SELECT type, payload, object_id, processed_at, attempts, quarantined FROM webhook_events WHERE event_id = ${eventId}`)[0];
const made = (type: string, object: object, more: object = {}) => {
  const id = `evt_${Math.random().toString(36).slice(2)}`;
  return { id, body: JSON.stringify({ id, object: 'event', type, livemode: false, data: { object }, ...more }) };
};

test('F29 a forged event is refused and leaves no row', async () => {
  const event = made('charge.captured', { object: 'charge', id: 'ch_1' });
  expect(await shop.receive(event.body, shop.sign(event.body, { secret: 'whsec_forger' }))).toMatchObject({
    refused: [{ code: 'INVALID_SIGNATURE' }],
  });
  expect(await stored(event.id)).toBeUndefined();
});

test('F27 ten copies at once are one event with one effect, and none is an error', async () => {
  const input = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
  await shop.ask.authorize(input);
  await shop.authenticate(input.paymentId, 'succeeded');
  const event = (await shop.events(input.orderId)).at(-1)!;
  const answers = await Promise.all(Array.from({ length: 10 }, () => shop.receive(event.body)));
  expect(answers.filter((answer) => 'duplicate' in answer && !answer.duplicate)).toHaveLength(1);
  await Promise.all(Array.from({ length: 10 }, () => shop.ask.applyWebhook({ eventId: event.id })));
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED']);
  expect(await shop.told(input.paymentId)).toEqual(['AUTHORIZED']);
  expect(await stored(event.id)).toMatchObject({
    type: event.type,
    payload: event.body,
    quarantined: null,
    processed_at: expect.any(Date),
  });
});

test('what we know already is told to nobody', async () => {
  const input = await shop.paid();
  for (const event of await shop.events(input.orderId)) await deliver(event);
  expect(await shop.told(input.paymentId)).toEqual([]);
});

test('an outcome that our own call did not hear comes by webhook, and is told', async () => {
  const input = newPayment();
  await shop.fault('apply+reset', '/confirm$');
  await shop.fault('reset', '/confirm$');
  await expect(shop.ask.authorize(input)).rejects.toThrow();
  for (const event of await shop.events(input.orderId)) await deliver(event);
  expect(await shop.told(input.paymentId)).toEqual(['AUTHORIZED']);
  expect(await shop.ask.authorize(input)).toEqual({ status: 'AUTHORIZED' });
});

test('F28 the same events in any order, each any number of times, end the same', async () => {
  const lives = ['captured', 'refunded', 'canceled', 'declined'] as const;
  const live = async (life: (typeof lives)[number]) => {
    const input = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
    await shop.ask.authorize(input);
    const { provider_intent_id: id } = await shop.payment(input.paymentId);
    await shop.authenticate(input.paymentId, life === 'declined' ? 'failed' : 'succeeded');
    if (life === 'canceled') await shop.stripe.paymentIntents.cancel(id);
    if (life === 'captured' || life === 'refunded') await shop.stripe.paymentIntents.capture(id);
    if (life === 'refunded') await shop.stripe.refunds.create({ payment_intent: id });
    return { input, events: await shop.events(input.orderId) };
  };
  const end = { captured: 'CAPTURED', refunded: 'REFUNDED', canceled: 'VOIDED', declined: 'FAILED' };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lives), fc.infiniteStream(fc.nat()), async (life, random) => {
      const { input, events } = await live(life);
      const order = [...events, ...events].map((event) => ({ event, at: random.next().value })).sort((a, b) => a.at - b.at);
      for (const { event } of order) await deliver(event);
      expect((await shop.payment(input.paymentId)).status).toBe(end[life]);
      expect((await shop.told(input.paymentId)).at(-1)).toBe(end[life]);
    }),
    { numRuns: 12 },
  );
});

test('F30 a buyer who pays after we gave up gets the money back, once', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  const { provider_intent_id: id } = await shop.payment(input.paymentId);
  await shop.stripe.paymentIntents.capture(id);
  // As if our cancel had been answered, and the money had come all the same.
  await shop.sql`
    WITH voided AS (
      UPDATE payments SET status = 'VOIDED', version = version + 1, intent_open = false
      WHERE id = ${input.paymentId} RETURNING id, version)
    INSERT INTO payment_transitions (payment_id, seq, from_status, to_status, cause)
    SELECT id, version, 'AUTHORIZED', 'VOIDED', 'test' FROM voided`;
  // Three days later, by our database and by the provider's events; the signature is of today.
  await shop.sql`UPDATE payments SET created_at = created_at - interval '3 days', updated_at = updated_at - interval '3 days'
    WHERE id = ${input.paymentId}`;
  const events = (await shop.events(input.orderId)).map(({ id, body }) => {
    const event = JSON.parse(body) as { created: number };
    return { id, body: JSON.stringify({ ...event, created: event.created - 3 * 86_400 }) };
  });
  await Promise.all(events.map(deliver));
  for (const event of events) await deliver(event);
  expect(await shop.totals(input.orderId)).toMatchObject({ captured: 4990, refunded: 4990 });
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'VOIDED', 'REFUNDED']);
  expect(await shop.sql`SELECT key FROM refunds WHERE payment_id = ${input.paymentId}`).toEqual([{ key: `orphan_${input.paymentId}` }]);
});

test('an authorization of a payment that has failed is released', async () => {
  const input = newPayment({ paymentMethodId: 'pm_card_visa_chargeDeclined' });
  await shop.fault('reset', '/cancel$', 2);
  expect(await shop.ask.authorize(input)).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED' }] });
  const { provider_intent_id: id } = await shop.payment(input.paymentId);
  await shop.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
  for (const event of await shop.events(input.orderId)) await deliver(event);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe('canceled');
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'FAILED', intent_open: false });
});

test('an intent that its payment does not use is cancelled', async () => {
  const input = newPayment();
  await shop.ask.authorize(input);
  const stray = await shop.stripe.paymentIntents.create({
    amount: 4990,
    currency: 'eur',
    metadata: { payment_id: input.paymentId, order_id: input.orderId },
  });
  for (const event of await shop.events(input.orderId)) await deliver(event);
  expect((await shop.stripe.paymentIntents.retrieve(stray.id)).status).toBe('canceled');
  expect((await shop.intentOf(input.paymentId)).status).toBe('requires_capture');
});

test('F32 what is not ours is put aside with its reason, and not tried for ever', async () => {
  const foreign = await shop.stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
  const nameless = { object: 'payment_intent', id: foreign.id };
  const cases = [
    [made('payment_intent.created', nameless), 'no payment of ours'],
    [made('payment_intent.created', { object: 'payment_intent', id: 'pi_nobody' }), 'does not know'],
    [made('charge.succeeded', { object: 'charge', id: 'ch_1', payment_intent: 'pi_nobody' }), 'does not know'],
    [made('payment_intent.created', nameless, { livemode: true }), 'other mode'],
    [made('payment_intent.created', nameless, { account: 'acct_1' }), 'another account'],
  ] as const;
  for (const [event, reason] of cases) {
    // However often it is sent, it is taken and not an error.
    for (let i = 0; i < 3; i++) await deliver(event);
    expect(await stored(event.id)).toMatchObject({ quarantined: expect.stringContaining(reason), processed_at: expect.any(Date) });
    expect((await shop.ask.pendingWebhooks({ olderThanSeconds: 0, limit: 100 })).eventIds).not.toContain(event.id);
  }
});

test('F32 what is put aside calls a person', async () => {
  const process = shop.anotherProcess();
  const event = made('payment_intent.created', { object: 'payment_intent', id: 'pi_of_nobody' });
  await shop.receive(event.body);
  await applyWebhook(process.tools, { eventId: event.id, livemode: false });
  expect(process.alarms()).toMatchObject([{ event_id: event.id, reason: 'the provider does not know its intent' }]);
  await process.close();
});

test('what is not about a payment is done with at once', async () => {
  const event = made('customer.created', { object: 'customer', id: 'cus_1' });
  await deliver(event);
  expect(await stored(event.id)).toMatchObject({ quarantined: null, object_id: 'cus_1', processed_at: expect.any(Date) });
  await shop.ask.applyWebhook({ eventId: 'evt_unknown' });
});

test('an event stays pending while the provider cannot be asked', async () => {
  const input = await shop.paid();
  const event = (await shop.events(input.orderId)).find(({ type }) => type === 'payment_intent.created')!;
  await shop.receive(event.body);
  const pending = async () => (await shop.ask.pendingWebhooks({ olderThanSeconds: 0, limit: 100 })).eventIds;
  expect(await pending()).toEqual([event.id]);
  expect(await shop.ask.pendingWebhooks({ olderThanSeconds: 60, limit: 100 })).toEqual({ eventIds: [] });
  await shop.fault('reset', '/payment_intents/', 2);
  await expect(shop.ask.applyWebhook({ eventId: event.id })).rejects.toThrow('gave no answer');
  expect(await pending()).toEqual([event.id]);
  await shop.ask.applyWebhook({ eventId: event.id });
  expect(await pending()).toEqual([]);
  expect(await stored(event.id)).toMatchObject({ attempts: 2 });
});

test('a refund that fails later is known as failed, and counted', async () => {
  const failed = async () => (await refundsFailed.get()).values[0]?.value ?? 0;
  const before = await failed();
  const { orderId, paymentId } = await shop.paid({ paymentMethodId: 'pm_card_refundFail' });
  await shop.ask.refundOrder({ orderId, key: 'cancel' });
  await expect
    .poll(async () => (await shop.events(orderId)).find((event) => event.type === 'refund.failed'), { timeout: 10_000 })
    .toBeDefined();
  for (const event of await shop.events(orderId)) await deliver(event);
  expect(await shop.sql`SELECT status FROM refunds WHERE payment_id = ${paymentId}`).toEqual([{ status: 'FAILED' }]);
  for (const event of await shop.events(orderId)) await deliver(event);
  expect(await failed()).toBe(before + 1);
});

test("an event that always fails stands in nobody's way", async () => {
  const [stuck, fresh] = [await shop.paid(), await shop.paid()];
  const created = async ({ orderId }: { orderId: string }) =>
    (await shop.events(orderId)).find(({ type }) => type === 'payment_intent.created')!;
  const poison = await created(stuck);
  await shop.receive(poison.body);
  await shop.fault('reset', (await shop.payment(stuck.paymentId)).provider_intent_id, 2);
  await expect(shop.ask.applyWebhook({ eventId: poison.id })).rejects.toThrow('gave no answer');
  const next = await created(fresh);
  await shop.receive(next.body);
  expect(await shop.ask.pendingWebhooks({ olderThanSeconds: 0, limit: 1 })).toEqual({ eventIds: [next.id] });
  for (const { id } of [next, poison]) await shop.ask.applyWebhook({ eventId: id });
});
