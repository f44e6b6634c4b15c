import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARD_PAYMENT, refusalOf, simulatorSuite } from './simulator-suite.ts';

let suite: Awaited<ReturnType<typeof simulatorSuite>>;
beforeAll(async () => {
  suite = await simulatorSuite();
});
afterAll(() => suite.end());

const manual = (more: object = {}) =>
  suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, capture_method: 'manual', payment_method: 'pm_card_visa', ...more });

describe('payment intents', () => {
  it('go from created to authorized to partly captured to refunded', async () => {
    const intent = await manual();
    expect(intent).toMatchObject({ status: 'requires_confirmation', amount_capturable: 0, latest_charge: null });
    const held = await suite.stripe.paymentIntents.confirm(intent.id, { expand: ['latest_charge'] });
    expect(held).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 2000,
      latest_charge: { captured: false, paid: true },
    });
    const taken = await suite.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1500 });
    expect(taken).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 1500 });
    const refund = await suite.stripe.refunds.create({ payment_intent: intent.id, amount: 500 });
    expect(refund).toMatchObject({ status: 'succeeded', amount: 500, payment_intent: intent.id });
    const charges = await suite.stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data).toMatchObject([{ amount: 2000, amount_captured: 1500, amount_refunded: 500, refunded: false }]);
  });

  it('are not captured beyond what was authorized, nor twice', async () => {
    const { id } = await manual({ confirm: true });
    const over = await refusalOf(suite.stripe.paymentIntents.capture(id, { amount_to_capture: 2001 }));
    expect(over).toMatchObject({ statusCode: 400, code: 'amount_too_large', param: 'amount_to_capture' });
    await suite.stripe.paymentIntents.capture(id);
    expect(await refusalOf(suite.stripe.paymentIntents.capture(id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: 'succeeded' },
    });
    expect(await refusalOf(suite.stripe.paymentIntents.cancel(id))).toMatchObject({ code: 'payment_intent_unexpected_state' });
  });

  it('are captured once when two captures race', async () => {
    const { id } = await manual({ confirm: true });
    const race = await Promise.allSettled([1, 2, 3].map(() => suite.stripe.paymentIntents.capture(id)));
    expect(race.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });

  it('are not refunded before capture, nor beyond it', async () => {
    const { id } = await manual({ confirm: true });
    const refund = (amount?: number) => suite.stripe.refunds.create({ payment_intent: id, ...(amount ? { amount } : {}) });
    expect(await refusalOf(refund())).toMatchObject({ code: 'payment_intent_unexpected_state' });
    await suite.stripe.paymentIntents.capture(id);
    expect(await refusalOf(refund(2001))).toMatchObject({ statusCode: 400, param: 'amount' });
    await refund();
    expect(await refusalOf(refund(1))).toMatchObject({ code: 'charge_already_refunded' });
  });

  it('canceled release the money and stay canceled', async () => {
    const { id } = await manual({ confirm: true });
    const canceled = await suite.stripe.paymentIntents.cancel(id, { cancellation_reason: 'requested_by_customer' });
    expect(canceled).toMatchObject({ status: 'canceled', amount_capturable: 0, cancellation_reason: 'requested_by_customer' });
    const call = suite.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(await refusalOf(call)).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });

  it('take another card after one was declined', async () => {
    const { id } = await manual({ payment_method: 'pm_card_chargeDeclined' });
    expect(await refusalOf(suite.stripe.paymentIntents.confirm(id))).toMatchObject({ statusCode: 402, code: 'card_declined' });
    const paid = await suite.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'requires_capture', last_payment_error: null });
    expect((await suite.stripe.charges.list({ payment_intent: id })).data.map((each) => each.status)).toEqual(['succeeded', 'failed']);
  });

  it('refuse what Stripe refuses', async () => {
    const intents = suite.stripe.paymentIntents;
    expect(await refusalOf(intents.create({ ...CARD_PAYMENT, amount: 49 }))).toMatchObject({ code: 'amount_too_small' });
    expect(await refusalOf(intents.create({ ...CARD_PAYMENT, currency: 'kwd', amount: 5_124 }))).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
    expect(await intents.create({ ...CARD_PAYMENT, currency: 'kwd', amount: 5_120 })).toMatchObject({ amount: 5_120 });
    const missing = await suite.request('POST', '/v1/payment_intents', 'currency=eur');
    expect([missing.status, await missing.json()]).toMatchObject([400, { error: { code: 'parameter_missing', param: 'amount' } }]);
    const unknown = await suite.request('POST', '/v1/payment_intents', 'amount=2000&currency=eur&colour=red');
    expect(await unknown.json()).toMatchObject({ error: { code: 'parameter_unknown', param: 'colour' } });
    expect(await refusalOf(intents.retrieve('pi_none'))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    expect((await suite.request('GET', '/v1/balance', undefined, { authorization: 'Bearer sk_wrong' })).status).toBe(401);
    // The default accepts methods that redirect, and Stripe then insists on an address to come back to.
    const open = intents.create({ amount: 2000, currency: 'eur', payment_method: 'pm_card_visa', confirm: true });
    expect(await refusalOf(open)).toMatchObject({ statusCode: 400, param: 'return_url' });
  });

  it('are listed newest first, page by page, and found by order id', async () => {
    const metadata = { order_id: 'order-listed' };
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift((await suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, metadata })).id);
    const first = await suite.stripe.paymentIntents.list({ limit: 2 });
    expect([first.has_more, first.data.map((each) => each.id)]).toEqual([true, made.slice(0, 2)]);
    const next = await suite.stripe.paymentIntents.list({ limit: 2, starting_after: made[1] ?? '' });
    expect(next.data.map((each) => each.id)).toEqual(made.slice(2, 4));
    const back = await suite.stripe.paymentIntents.list({ limit: 2, ending_before: made[3] ?? '' });
    expect(back.data.map((each) => each.id)).toEqual(made.slice(1, 3));
    const future = Math.floor(Date.now() / 1000) + 60;
    expect((await suite.stripe.paymentIntents.list({ created: { gte: future } })).data).toEqual([]);
    const query = "metadata['order_id']:'order-listed' AND status:'requires_payment_method'";
    expect((await suite.stripe.paymentIntents.search({ query })).data.map((each) => each.id)).toEqual(made);
    const all: string[] = [];
    for await (const each of suite.stripe.paymentIntents.list({ limit: 3 })) all.push(each.id);
    expect(all.slice(0, 5)).toEqual(made);
  });

  it('keep metadata, merged key by key', async () => {
    const { id } = await suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, metadata: { a: '1', b: '2' } });
    const after = await suite.stripe.paymentIntents.update(id, { metadata: { b: '', c: '3' } });
    expect(after.metadata).toEqual({ a: '1', c: '3' });
  });

  it('are authenticated on a page that only the customer can open', async () => {
    const paid = { payment_method: 'pm_card_threeDSecure2Required', confirm: true, return_url: 'https://shop.test/back?cart=1' };
    const intent = await manual(paid);
    const page = intent.next_action?.redirect_to_url?.url?.replace(suite.url(), '') ?? '';
    expect(await (await suite.request('GET', page)).text()).toContain('Complete authentication');
    expect((await suite.request('GET', page.replace('_secret_', '_guessed_'))).status).toBe(404);
    const done = await suite.request('POST', page, 'outcome=succeeded');
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toMatch(/^https:\/\/shop\.test\/back\?cart=1&payment_intent=pi_.*redirect_status=succeeded$/);
    expect((await suite.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_capture');
  });

  it('failed by the customer ask for another method', async () => {
    const { id, next_action } = await manual({ payment_method: 'pm_card_authenticationRequired', confirm: true });
    expect(next_action?.type).toBe('use_stripe_sdk');
    await suite.request('POST', `/v1/test_helpers/payment_intents/${id}/authenticate`, 'outcome=failed');
    const after = await suite.stripe.paymentIntents.retrieve(id);
    expect(after).toMatchObject({
      status: 'requires_payment_method',
      latest_charge: null,
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  it('are all there after a restart', async () => {
    const { id } = await manual({ confirm: true, metadata: { order_id: 'order-kept' } });
    await suite.restart();
    await suite.stripe.paymentIntents.capture(id);
    const totals = await (await suite.request('GET', '/v1/test_helpers/ledger?order_id=order-kept')).json();
    expect(totals).toMatchObject({
      data: [{ order_id: 'order-kept', captured: 2000, refunded: 0, charges: 1, payment_intents: 1 }],
    });
  });
});
