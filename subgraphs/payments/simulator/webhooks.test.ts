import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARD_PAYMENT, PATIENTLY, simulatorSuite, WEBHOOK_SECRET } from './simulator-suite.ts';
import { startWebhookReceiver } from './webhook-receiver-suite.ts';

let suite: Awaited<ReturnType<typeof simulatorSuite>>;
let shop: Awaited<ReturnType<typeof startWebhookReceiver>>;
beforeAll(async () => {
  shop = await startWebhookReceiver();
  suite = await simulatorSuite();
});
afterAll(async () => {
  await suite.end();
  await shop.close();
});

const pay = (more: object = {}) =>
  suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, payment_method: 'pm_card_visa', confirm: true, ...more });
const undelivered = async () => (await suite.sql`SELECT id FROM events WHERE delivered_at IS NULL`).length;

describe('webhooks', () => {
  it('wait without an address, and are sent once there is one', async () => {
    await pay();
    expect(await undelivered()).toBe(3);
    suite.simulator().setWebhookUrl(shop.url);
    await expect.poll(undelivered, PATIENTLY).toBe(0);
    expect(shop.types().sort()).toEqual(['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']);
  });

  it('carry a signature over the raw body that the SDK accepts, and no other secret does', async () => {
    const { body, signature } = shop.received[0] ?? { body: '', signature: '' };
    const event = Stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET);
    expect(await suite.stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, type: event.type });
    expect(() => Stripe.webhooks.constructEvent(`${body} `, signature, WEBHOOK_SECRET)).toThrow();
    expect(() => Stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow();
  });

  it('tell of every step of a payment', async () => {
    shop.received.length = 0;
    const held = await pay({ capture_method: 'manual' });
    await suite.stripe.paymentIntents.capture(held.id);
    await suite.stripe.refunds.create({ payment_intent: held.id });
    const dropped = await pay({ capture_method: 'manual', payment_method: 'pm_card_threeDSecure2Required' });
    await suite.stripe.paymentIntents.cancel(dropped.id);
    await pay({ payment_method: 'pm_card_chargeDeclined' }).catch(() => {});
    await expect.poll(undelivered, PATIENTLY).toBe(0);
    const events = await suite.stripe.events.list({ limit: 13 });
    expect(events.data.map((event) => event.type).reverse()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
      'refund.created',
      'charge.refunded',
      'payment_intent.created',
      'payment_intent.requires_action',
      'payment_intent.canceled',
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
    expect(shop.types()).toHaveLength(13);
  });

  it('are repeated until they are accepted', async () => {
    shop.received.length = 0;
    shop.state.status = 503;
    await pay();
    await expect.poll(() => shop.received.length, PATIENTLY).toBeGreaterThan(6);
    expect(await undelivered()).toBe(3);
    shop.state.status = 200;
    await expect.poll(undelivered, PATIENTLY).toBe(0);
  });

  it('that were undelivered when the simulator died are sent by the next one', async () => {
    suite.simulator().setWebhookUrl('http://127.0.0.1:9/nobody');
    const { id } = await pay();
    shop.received.length = 0;
    await suite.restart({ webhookUrl: shop.url });
    await expect.poll(undelivered, PATIENTLY).toBe(0);
    expect(shop.received.filter(({ body }) => body.includes(id))).toHaveLength(3);
  });

  it('are limited to the events the endpoint listens to', async () => {
    shop.received.length = 0;
    await suite.restart({ webhookUrl: shop.url, webhookEvents: ['payment_intent.succeeded'] });
    await pay();
    await expect.poll(shop.types, PATIENTLY).toEqual(['payment_intent.succeeded']);
    // what it does not listen to is settled, and does not wait for ever
    await expect.poll(undelivered, PATIENTLY).toBe(0);
  });
});
