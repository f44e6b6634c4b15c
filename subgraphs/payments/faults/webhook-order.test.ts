import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { all } from '../testing/as-saga.ts';
import { newPayment, type Shop, startShop } from '../testing/shop.ts';
import { webhookEndpoint } from '../testing/webhook-endpoint.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

const FOUR = ['payment_intent.amount_capturable_updated', 'payment_intent.succeeded', 'charge.captured', 'charge.refunded'] as const;
const permutations = <T>(of: readonly T[]): T[][] =>
  of.length < 2 ? [[...of]] : of.flatMap((first, i) => permutations(of.toSpliced(i, 1)).map((rest) => [first, ...rest]));

test('F31 the webhook comes before the reply: both end in one row, and the later changes nothing', async () => {
  const endpoint = await webhookEndpoint(shop);
  shop.setWebhookUrl(endpoint.url);
  const input = newPayment();
  const version = async () => (await shop.history(input.paymentId)).length;
  const overtaken = async (path: string, type: string, command: () => Promise<unknown>) => {
    await shop.fault('apply+slow', path, 1, 3_000);
    let replied = false;
    const reply = command().finally(() => {
      replied = true;
    });
    const applied = async () => endpoint.applied.includes(`${type} ${(await shop.payment(input.paymentId)).provider_intent_id}`);
    await expect.poll(applied, { timeout: 10_000, interval: 10 }).toBe(true);
    const before = { replied, version: await version() };
    const answer = await reply;
    expect({ replied: before.replied, version: await version() }).toEqual({ replied: false, version: before.version });
    return answer;
  };
  expect(await overtaken('/confirm$', FOUR[0], () => shop.ask.authorize(input))).toEqual({ status: 'AUTHORIZED' });
  expect(await overtaken('/capture$', FOUR[1], () => shop.ask.capture(input))).toEqual({});
  expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED']);
  expect(await shop.told(input.paymentId)).toEqual(['AUTHORIZED', 'CAPTURED']);
  expect(await shop.totals(input.orderId)).toMatchObject({ charges: 1, captured: 4990 });
  expect(await shop.hits('apply+slow')).toBe(2);
  shop.setWebhookUrl(undefined);
  await endpoint.close();
});

test('F28 all orders of four events, the refund before the capture too: one end, forward only', async () => {
  const orders = permutations(FOUR);
  expect(orders).toHaveLength(24);
  await all(orders, async (order) => {
    const input = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
    await shop.ask.authorize(input);
    const { provider_intent_id: id } = await shop.payment(input.paymentId);
    await shop.authenticate(input.paymentId, 'succeeded');
    // What is told first finds the provider half-way; the rest comes when all of it has happened.
    const halfWay = order[0] === FOUR[0];
    const tell = async (type: string) => {
      const event = (await shop.events(input.orderId)).find((each) => each.type === type)!;
      await shop.receive(event.body);
      await shop.ask.applyWebhook({ eventId: event.id });
    };
    if (halfWay) await tell(FOUR[0]);
    await shop.stripe.paymentIntents.capture(id);
    await shop.stripe.refunds.create({ payment_intent: id });
    for (const type of order) await tell(type);
    expect(await shop.history(input.paymentId)).toEqual(['INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'REFUNDED']);
    expect(await shop.told(input.paymentId)).toEqual(halfWay ? ['AUTHORIZED', 'REFUNDED'] : ['REFUNDED']);
  });
});
