import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CARD_PAYMENT, sdkFor, simulatorSuite } from './simulator-suite.ts';
import { startWebhookReceiver } from './webhook-receiver-suite.ts';

let suite: Awaited<ReturnType<typeof simulatorSuite>>;
beforeAll(async () => {
  suite = await simulatorSuite();
});
afterEach(async () => {
  await suite.request('DELETE', '/v1/test_helpers/faults');
  await suite.request('DELETE', '/v1/test_helpers/rate_limit');
});
afterAll(() => suite.end());

type Listed = { data: { kind: string; times: number }[]; hits: Record<string, number> };
const order = (fault: object) => suite.request('POST', '/v1/test_helpers/faults', fault);
const faults = async () => (await (await suite.request('GET', '/v1/test_helpers/faults')).json()) as Listed;
const hitsOf = async (kind: string) => (await faults()).hits[kind] ?? 0;
const held = () =>
  suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, capture_method: 'manual', payment_method: 'pm_card_visa', confirm: true });

describe('faults', () => {
  it('are counted by kind as they strike, and what is left is listed', async () => {
    const before = await hitsOf('409');
    await order({ match: { path: '/balance' }, kind: '409', times: 3 });
    for (const status of [409, 409]) expect((await suite.request('GET', '/v1/balance')).status).toBe(status);
    expect((await faults()).data).toMatchObject([{ kind: '409', times: 1 }]);
    expect((await hitsOf('409')) - before).toBe(2);
    await suite.request('DELETE', '/v1/test_helpers/faults');
    expect(await faults()).toMatchObject({ data: [], hits: { 409: before + 2 } });
  });

  it('that can do nothing to a replayed answer wait for one that they can spoil', async () => {
    const post = (key: string) => suite.request('POST', '/v1/payment_intents', 'amount=2000&currency=eur', { 'idempotency-key': key });
    await post('replayed');
    for (const kind of ['500', 'apply+500', 'wrong-amount']) {
      const before = await hitsOf(kind);
      await order({ match: { path: '/payment_intents$' }, kind });
      expect((await post('replayed')).status).toBe(200);
      expect([(await faults()).data.length, (await hitsOf(kind)) - before]).toEqual([1, 0]);
      await post(`fresh ${kind}`);
      expect([(await faults()).data.length, (await hitsOf(kind)) - before]).toEqual([0, 1]);
    }
  });

  it('are not used up by a request that is refused before they can strike', async () => {
    const before = await hitsOf('apply+500');
    await order({ match: { path: '/payment_intents$' }, kind: 'apply+500' });
    expect((await suite.request('POST', '/v1/payment_intents', 'currency=eur')).status).toBe(400);
    expect([(await faults()).data.length, await hitsOf('apply+500')]).toEqual([1, before]);
    expect((await suite.request('POST', '/v1/payment_intents', 'amount=2000&currency=eur')).status).toBe(500);
    expect([(await faults()).data.length, await hitsOf('apply+500')]).toEqual([0, before + 1]);
  });

  it('of a probability strike by their seed: the same requests for the same seed, others for another', async () => {
    const struck = async (seed: number) => {
      await suite.request('DELETE', '/v1/test_helpers/faults');
      await order({ match: { path: '/balance' }, kind: '409', probability: 0.3, seed, times: 1000 });
      const row: boolean[] = [];
      for (let i = 0; i < 60; i++) row.push((await suite.request('GET', '/v1/balance')).status === 409);
      return row;
    };
    const row = await struck(42);
    const count = row.filter(Boolean).length;
    expect(count).toBeGreaterThan(8);
    expect(count).toBeLessThan(30);
    expect(await struck(42)).toEqual(row);
    expect(await struck(43)).not.toEqual(row);
  });

  it.each([{ probability: 1.5 }, { probability: -0.1 }, { probability: 'often' }, { seed: -1 }, { kind: 'nonsense' }, { odds: 1 }])(
    'that are malformed are refused: %j',
    async (wrong) => {
      expect((await order({ kind: '409', ...wrong })).status).toBe(400);
      expect((await faults()).data).toEqual([]);
    },
  );

  it('apply+slow: the effect and its webhooks first, the answer after its time', async () => {
    const shop = await startWebhookReceiver();
    suite.simulator().setWebhookUrl(shop.url);
    await order({ match: { path: '/payment_intents$' }, kind: 'apply+slow', ms: 1_500 });
    const began = performance.now();
    let answered = false;
    const answer = held().finally(() => {
      answered = true;
    });
    await expect.poll(() => shop.types(), { timeout: 10_000, interval: 10 }).toContain('payment_intent.amount_capturable_updated');
    expect(answered).toBe(false);
    expect((await answer).status).toBe('requires_capture');
    expect(performance.now() - began).toBeGreaterThanOrEqual(1_500);
    suite.simulator().setWebhookUrl(undefined);
    await shop.close();
  });

  it('wrong-amount: one less is taken, and the books say so', async () => {
    const { id } = await held();
    await order({ match: { path: '/capture$' }, kind: 'wrong-amount' });
    await suite.stripe.paymentIntents.capture(id);
    const intent = await suite.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(intent).toMatchObject({ status: 'succeeded', amount: 2000, amount_received: 1999, latest_charge: { amount_captured: 1999 } });
  });

  it('wrong-amount: one less is authorized', async () => {
    const { id } = await suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, payment_method: 'pm_card_visa', capture_method: 'manual' });
    await order({ match: { path: '/confirm$' }, kind: 'wrong-amount' });
    expect(await suite.stripe.paymentIntents.confirm(id)).toMatchObject({ amount: 1999, amount_capturable: 1999 });
  });
});

describe('a rate limit', () => {
  it('turns away what is above it, before any effect, with a hint; and is lifted again', async () => {
    await suite.request('POST', '/v1/test_helpers/rate_limit', { perSecond: 5 });
    const post = (n: number) =>
      suite.request('POST', '/v1/payment_intents', 'amount=2000&currency=eur&metadata[order_id]=limited', {
        'idempotency-key': `limit ${n}`,
      });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => post(n)));
    const busy = answers.filter(({ status }) => status === 429);
    expect(busy.length).toBeGreaterThanOrEqual(15);
    expect(busy.length).toBeLessThanOrEqual(25);
    expect(busy[0]?.headers.get('retry-after')).toBe('1');
    expect(busy[0]?.headers.get('stripe-should-retry')).toBe('true');
    expect(await busy[0]?.json()).toMatchObject({ error: { code: 'rate_limit' } });
    const shown = await (await suite.request('GET', '/v1/test_helpers/rate_limit')).json();
    expect(shown).toMatchObject({ per_second: 5, refused: busy.length });
    await suite.request('DELETE', '/v1/test_helpers/rate_limit');
    // The keys of those turned away were not burnt, and each intent is made once.
    const again = await Promise.all(Array.from({ length: 30 }, (_, n) => post(n)));
    expect(again.map(({ status }) => status)).toEqual(Array(30).fill(200));
    const { data } = await sdkFor(suite.url()).paymentIntents.search({ query: "metadata['order_id']:'limited'", limit: 100 });
    expect(data).toHaveLength(30);
  });

  it('needs a number', async () => {
    for (const body of [{}, { perSecond: 0 }, { perSecond: 'few' }, { perMinute: 5 }])
      expect((await suite.request('POST', '/v1/test_helpers/rate_limit', body)).status).toBe(400);
  });
});
