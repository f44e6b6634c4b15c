import type { Purchase } from '../../harness/buyer.ts';
import type { WebhookFaults } from '../../harness/webhook-relay.ts';
import { type Drill, eventually, must, type Scenario } from '../drill.ts';

const NEEDS_A_WORD = { paymentMethodId: 'pm_card_authenticationRequired' };

/** Buyers whose bank wants a word: only a webhook, or the poller, tells us that it is content. */
async function atTheBank(drill: Drill, total: number): Promise<{ waiting: Purchase[]; variantId: string }> {
  const { variantId } = await drill.me.product(total + 10);
  const waiting = await drill.buyMany(total, 6, () => drill.me.buyingOne(variantId, NEEDS_A_WORD));
  must(
    waiting.every((purchase) => purchase.clientSecret),
    'the bank wants a word with everybody',
  );
  return { waiting, variantId };
}

const answerBank = async (drill: Drill, waiting: Purchase[], outcome: 'succeeded' | 'failed') => {
  for (const purchase of waiting) await drill.world.provider.authenticate(purchase.clientSecret!, outcome);
};

const paid = async ({ world }: Drill, waiting: Purchase[]): Promise<number> => {
  const [row] = await world.books<{ n: number }[]>`
    SELECT count(*)::int AS n FROM orders.orders WHERE status = 'PAID' AND attempt_id = ANY(${waiting.map((one) => one.attemptId!)}::uuid[])`;
  return row!.n;
};

/** Each buyer closes the browser after the bank; the orders must be paid all the same. */
async function withoutTheBrowser(
  drill: Drill,
  faults: Partial<WebhookFaults>,
  planned: string[],
  total: number,
  ms = 90_000,
): Promise<void> {
  drill.reach.plan(...planned);
  drill.world.webhooks.faults(faults);
  const { waiting, variantId } = await atTheBank(drill, total);
  await answerBank(drill, waiting, 'succeeded');
  await eventually('all are paid without their browsers', async () => (await paid(drill, waiting)) === total, ms);
  await drill.settle();
  must((await drill.me.stock(variantId)).sold === total, `${total} are sold`);
}

const f26: Scenario = {
  row: 'F26',
  title: 'webhooks are lost for good: the poller asks',
  run: (drill) => withoutTheBrowser(drill, { lose: 1 }, ['webhook lost'], drill.count(20, 3)),
};
const f27: Scenario = {
  row: 'F27',
  title: 'webhooks come many times at once: one effect',
  run: (drill) => withoutTheBrowser(drill, { double: 1 }, ['webhook doubled'], drill.count(40, 5)),
};
const f28: Scenario = {
  row: 'F28',
  title: 'webhooks come late and out of order: a payment only moves forward',
  run: (drill) =>
    withoutTheBrowser(drill, { reorder: 0.5, delay: 0.5, delayMs: 3_000 }, ['webhook reordered', 'webhook late'], drill.count(40, 8)),
};
const f29: Scenario = {
  row: 'F29',
  title: 'forged webhooks are refused, and hold up nobody',
  run: (drill) => withoutTheBrowser(drill, { forge: 1 }, ['webhook forged'], drill.count(20, 4)),
};

const f30: Scenario = {
  row: 'F30',
  title: 'a webhook comes long after the order was cancelled: nothing is kept',
  async run(drill) {
    const { world, me, reach } = drill;
    reach.plan('webhook replayed after the end');
    const { variantId } = await me.product(30);
    const made = await drill.buyMany(drill.count(20, 3), 4, () => me.buyingOne(variantId));
    for (const purchase of made) await me.cancel([...purchase.orderIds][0]!);
    await eventually('all units are back', async () => (await me.stock(variantId)).available === 30);
    for (const { body, signature } of world.webhooks.seen().slice(-made.length * 3)) {
      await fetch(`${world.base}/webhooks/stripe`, { method: 'POST', headers: { 'stripe-signature': signature }, body });
      reach.hit('webhook replayed after the end');
    }
    await drill.settle();
  },
};

const f31: Scenario = {
  row: 'F31',
  title: 'the webhook comes before the reply: both paths meet on one row',
  async run(drill) {
    const { world, me, reach } = drill;
    const { variantId } = await me.product(300);
    const total = drill.count(60, 6);
    reach.plan('webhook before the reply');
    const before = (await world.provider.hits())['apply+slow'] ?? 0;
    for (const path of ['/confirm$', '/capture$'])
      await world.provider.fault({ kind: 'apply+slow', match: { path }, ms: 500, times: Math.ceil(total / 2) });
    const made = await drill.buyMany(total, 8, () => me.buyingOne(variantId));
    reach.hit('webhook before the reply', ((await world.provider.hits())['apply+slow'] ?? 0) - before);
    await drill.settle();
    must(
      made.every((purchase) => purchase.outcome === 'completed'),
      'all are bought',
    );
  },
};

const bank: Scenario = {
  row: 'F41',
  title: 'the bank answers after the order was cancelled: nothing is charged',
  async run(drill) {
    const { me, reach } = drill;
    reach.plan('paid after it was cancelled');
    const { waiting, variantId } = await atTheBank(drill, drill.count(50, 4));
    const ids = waiting.map((purchase) => purchase.attemptId!);
    const orders = await drill.world.books<{ id: string }[]>`SELECT id FROM orders.orders WHERE attempt_id = ANY(${ids}::uuid[])`;
    await Promise.all([
      ...orders.map(({ id }) => me.cancel(id)),
      answerBank(drill, waiting, 'succeeded').then(() => reach.hit('paid after it was cancelled', waiting.length)),
    ]);
    await eventually('all units are back', async () => {
      const stock = await me.stock(variantId);
      return stock.reserved === 0 && stock.available + (await paid(drill, waiting)) === waiting.length + 10;
    });
    await drill.settle();
  },
};

export const webhookFaults: Scenario[] = [f26, f27, f28, f29, f30, f31, bank];
