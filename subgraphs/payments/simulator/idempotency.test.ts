import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CARD_PAYMENT, refusalOf, sdkFor, simulatorSuite } from './simulator-suite.ts';

let suite: Awaited<ReturnType<typeof simulatorSuite>>;
beforeAll(async () => {
  suite = await simulatorSuite();
});
afterEach(() => suite.request('DELETE', '/v1/test_helpers/faults'));
afterAll(() => suite.end());

const FORM = 'amount=2000&currency=eur&payment_method_types[0]=card';
const post = (key: string, body = FORM, path = '/v1/payment_intents') => suite.request('POST', path, body, { 'idempotency-key': key });
const fault = (order: object) => suite.request('POST', '/v1/test_helpers/faults', order);
const intentsOf = async (order_id: string) =>
  (await suite.stripe.paymentIntents.search({ query: `metadata['order_id']:'${order_id}'` })).data;

describe('an idempotency key', () => {
  it('replays the first answer byte for byte, after a restart too', async () => {
    const first = await post('replay');
    await suite.restart();
    const second = await post('replay');
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(await second.text()).toBe(await first.text());
  });

  it('replays a declined card and charges nothing again', async () => {
    const { id } = await suite.stripe.paymentIntents.create(CARD_PAYMENT);
    const decline = () => post('declined', 'payment_method=pm_card_chargeDeclined', `/v1/payment_intents/${id}/confirm`);
    const answers = [await decline(), await decline()];
    expect(answers.map((each) => each.status)).toEqual([402, 402]);
    expect((await suite.stripe.charges.list({ payment_intent: id })).data).toHaveLength(1);
  });

  it.each([
    ['500', 0],
    ['apply+500', 1],
  ])('replays a stored %s, whose effect happened %i times', async (kind, made) => {
    await fault({ match: { method: 'POST', path: '^/v1/payment_intents$' }, kind });
    const body = `${FORM}&metadata[order_id]=stored-${kind.length}`;
    const answers = [await post(`stored ${kind}`, body), await post(`stored ${kind}`, body)];
    expect(answers.map((each) => each.status)).toEqual([500, 500]);
    expect(answers[1]?.headers.get('idempotent-replayed')).toBe('true');
    expect(await intentsOf(`stored-${kind.length}`)).toHaveLength(made);
  });

  it('is refused with other parameters or another endpoint, and accepts them in another order', async () => {
    await post('mismatch');
    const other = await post('mismatch', FORM.replace('2000', '2001'));
    expect([other.status, await other.json()]).toMatchObject([400, { error: { type: 'idempotency_error' } }]);
    expect((await post('mismatch', 'payment_intent=pi_1', '/v1/refunds')).status).toBe(400);
    const turned = await post('mismatch', FORM.split('&').reverse().join('&'));
    expect([turned.status, turned.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  });

  it('answers 409 while its first request runs, and that answer is not kept', async () => {
    await fault({ match: { method: 'POST' }, kind: 'slow', ms: 1_000 });
    const running = post('busy');
    const ordered = async () => ((await (await suite.request('GET', '/v1/test_helpers/faults')).json()) as { data: [] }).data;
    await expect.poll(ordered, { interval: 5, timeout: 900 }).toEqual([]);
    expect((await post('busy')).status).toBe(409);
    expect((await running).status).toBe(200);
    expect((await post('busy')).status).toBe(200);
  });

  it('is not burnt by a request that never began: invalid, 409, 429, reset', async () => {
    expect((await post('unburnt', 'currency=eur')).status).toBe(400);
    for (const kind of ['409', '429', 'reset']) await fault({ match: { method: 'POST' }, kind });
    expect((await post('unburnt')).status).toBe(409);
    expect((await post('unburnt')).status).toBe(429);
    await expect(post('unburnt')).rejects.toThrow();
    expect((await post('unburnt')).status).toBe(200);
  });

  it('saves a refusal that depends on the state of the ledger', async () => {
    const { id } = await suite.stripe.paymentIntents.create({
      ...CARD_PAYMENT,
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
    });
    expect((await post('too early', '', `/v1/payment_intents/${id}/capture`)).status).toBe(400);
    await suite.stripe.paymentIntents.confirm(id);
    expect((await post('too early', '', `/v1/payment_intents/${id}/capture`)).headers.get('idempotent-replayed')).toBe('true');
  });

  it('makes a request whose answer was lost safe to repeat', async () => {
    await fault({ match: { method: 'POST' }, kind: 'apply+hang' });
    const metadata = { order_id: 'lost-answer' };
    const impatient = sdkFor(suite.url(), { timeout: 100 });
    const create = (stripe = suite.stripe) => stripe.paymentIntents.create({ ...CARD_PAYMENT, metadata }, { idempotencyKey: 'lost' });
    expect(await refusalOf(create(impatient))).toMatchObject({ type: 'StripeConnectionError' });
    const repeated = await create();
    expect((await intentsOf('lost-answer')).map((each) => each.id)).toEqual([repeated.id]);
  });

  it('has at most 255 characters, and lives a day', async () => {
    expect((await post('k'.repeat(256))).status).toBe(400);
    const first = (await (await post('old')).json()) as { id: string };
    await suite.sql`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'`;
    const second = (await (await post('old')).json()) as { id: string };
    expect(second.id).not.toBe(first.id);
  });
});
