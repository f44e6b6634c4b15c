import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { providerSeconds } from '../../../kit/telemetry.ts';
import { authorize } from '../commands/authorize.ts';
import { capture } from '../commands/capture.ts';
import { openPayment } from '../open-payment.ts';
import { all, untilKnown } from '../testing/as-saga.ts';
import { scaled } from '../testing/scaled.ts';
import { newPayment, type Shop, startShop } from '../testing/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop({ timeoutMs: 250 });
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

const CALLS = [
  ['create', '/payment_intents$'],
  ['confirm', '/confirm$'],
  ['capture', '/capture$'],
] as const;
const payments = (count: number) => Array.from({ length: count }, () => newPayment());

/** Buys as a saga does. Whenever the outcome is not known, our row says so: neither dead nor paid, and worth asking about. */
async function buy(input: ReturnType<typeof newPayment>): Promise<number> {
  let unknown = 0;
  const waited = async () => {
    unknown += 1;
    const { status, intent_open } = await shop.payment(input.paymentId);
    expect([status, intent_open]).toEqual([expect.stringMatching(/^(INITIATED|AUTHORIZED)$/), true]);
  };
  expect(await untilKnown(() => shop.ask.authorize(input), { waited })).toEqual({ status: 'AUTHORIZED' });
  expect(await untilKnown(() => shop.ask.capture(input), { waited })).toEqual({});
  return unknown;
}

async function expectPaidOnce({ orderId, paymentId }: { orderId: string; paymentId: string }): Promise<void> {
  expect(await shop.totals(orderId)).toMatchObject({ charges: 1, captured: 4990, authorized: 0, refunded: 0 });
  expect(await shop.history(paymentId)).toEqual(['INITIATED', 'AUTHORIZED', 'CAPTURED']);
}

describe.each(CALLS)('%s', (_call, path) => {
  test.each([
    ['F18 the answer is lost, the call was carried out', 'apply+hang'],
    ['F19 the call hangs, and was not carried out', 'hang'],
  ])('%s: unknown until the same key is heard, and paid once', async (_, kind) => {
    const inputs = payments(scaled(200 / CALLS.length));
    const before = await shop.hits(kind);
    await shop.fault(kind, path, inputs.length);
    const unknown: number[] = [];
    await all(inputs, async (input) => unknown.push(await buy(input)));
    expect((await shop.hits(kind)) - before).toBe(inputs.length);
    // An open breaker and a hanging call both say that it is not known; each fault was such a call.
    expect(unknown.reduce((sum, times) => sum + times)).toBeGreaterThanOrEqual(inputs.length);
    for (const input of inputs) await expectPaidOnce(input);
  });

  test.each(['apply+500', '500'])('F20 a stored %s: looked at, not asked for again, and paid once', async (kind) => {
    const inputs = payments(scaled(100 / CALLS.length));
    const before = await shop.hits(kind);
    await shop.fault(kind, path, inputs.length);
    await all(inputs, buy);
    expect((await shop.hits(kind)) - before).toBe(inputs.length);
    for (const input of inputs) await expectPaidOnce(input);
    // What was carried out in spite of a 500 needs no other key; what was not is asked for under the next.
    const [next] = await shop.books<{ keys: number }[]>`
      SELECT count(*)::int AS keys FROM idempotency_keys k JOIN unnest(${inputs.flatMap((i) => [i.paymentId, i.orderId])}::text[]) AS of(id)
        ON k.key LIKE '%' || of.id || ':%'`;
    expect(next?.keys).toBe(kind === '500' ? inputs.length : 0);
  });
});

test('F21 two workers on one step: one waits for the other under the same key, and both hear the same', async () => {
  const workers = [shop.anotherProcess(), shop.anotherProcess()];
  const busy = async () => (await providerSeconds.get()).values.filter(isBusyCount).reduce((sum, { value }) => sum + value, 0);
  const before = await busy();
  const inputs = payments(scaled(50));
  await all(
    inputs,
    async (input) => {
      await shop.fault('slow', '/payment_intents$', 1, 80);
      const answers = await Promise.all(workers.map(({ tools }) => untilKnown(() => authorize(tools, input))));
      expect(answers).toEqual([{ status: 'AUTHORIZED' }, { status: 'AUTHORIZED' }]);
      await shop.fault('slow', '/capture$', 1, 80);
      expect(await Promise.all(workers.map(({ tools }) => untilKnown(() => capture(tools, input))))).toEqual([{}, {}]);
      await expectPaidOnce(input);
    },
    1,
  );
  expect((await busy()) - before).toBeGreaterThanOrEqual(inputs.length);
  for (const worker of workers) await worker.close();
});

test('F21 many workers open one payment at once: each finds it', async () => {
  const workers = Array.from({ length: 4 }, () => shop.anotherProcess());
  await all(
    payments(scaled(200)),
    async (input) => {
      const rows = await Promise.all(workers.map(({ tools }) => openPayment(tools, input)));
      expect(rows.map(({ id }) => id)).toEqual(Array(workers.length).fill(input.paymentId));
    },
    1,
  );
  for (const worker of workers) await worker.close();
});

const isBusyCount = ({ labels, metricName }: { labels: { outcome?: string | number }; metricName?: string }) =>
  labels.outcome === 'busy' && metricName === 'holdfast_provider_seconds_count';

test('F23 a decline, then another card: a new order with a key of its own; the old one stays FAILED, and one is charged', async () => {
  await all(Array.from({ length: scaled(100) }), async () => {
    const first = newPayment({ paymentMethodId: 'pm_card_visa_chargeDeclined' });
    const second = newPayment();
    expect(await untilKnown(() => shop.ask.authorize(first))).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED' }] });
    await buy(second);
    await expectPaidOnce(second);
    const again = { ...first, paymentMethodId: 'pm_card_visa' };
    expect(await untilKnown(() => shop.ask.authorize(again))).toMatchObject({ refused: [{ code: 'PAYMENT_DECLINED' }] });
    expect(await shop.totals(first.orderId)).toMatchObject({ payment_intents: 1, captured: 0, authorized: 0 });
    expect(await shop.history(first.paymentId)).toEqual(['INITIATED', 'FAILED']);
    expect((await shop.intentOf(first.paymentId)).status).toBe('canceled');
  });
});
