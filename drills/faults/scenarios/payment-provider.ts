import { setTimeout as sleep } from 'node:timers/promises';
import type { Purchase } from '../../harness/buyer.ts';
import type { ProviderFault } from '../../harness/provider.ts';
import { allCompleted, type Drill, must, type Scenario } from '../drill.ts';

/** Each stage of a payment can be hit: the intent's creation, its confirmation, its capture. */
const STAGES = ['/payment_intents$', '/confirm$', '/capture$'];

const outcomes = (purchases: Purchase[]) => purchases.map((purchase) => purchase.code ?? purchase.outcome).join(', ');

/** Buys while the provider misbehaves in one way at every stage; in the end each buyer has exactly what they paid for. */
async function buyThrough(drill: Drill, faults: Omit<ProviderFault, 'match'>[], total: number): Promise<void> {
  const { world, reach, me } = drill;
  const { variantId } = await me.product(total + 50);
  reach.plan(...faults.map((fault) => `provider: ${fault.kind}`));
  const before = await world.provider.hits();
  const times = Math.max(1, Math.ceil(total / (STAGES.length * faults.length)));
  // now and then, not in a row: a row of them is a provider that is down (F25), and opens the breaker
  const chance = { probability: 0.5, seed: drill.random.int(1, 1e6) };
  for (const fault of faults) for (const path of STAGES) await world.provider.fault({ ...fault, ...chance, match: { path }, times });
  const made = await drill.buyMany(total, 12, () => me.buyingOne(variantId));
  const after = await world.provider.hits();
  for (const { kind } of faults) reach.hit(`provider: ${kind}`, (after[kind] ?? 0) - (before[kind] ?? 0));
  await drill.settle();
  allCompleted(made);
  const stock = await me.stock(variantId);
  must(stock.sold === total && stock.reserved === 0, `${total} bought, but the stock says ${JSON.stringify(stock)}`);
}

const f18: Scenario = {
  row: 'F18',
  title: 'no answer, and the charge was applied',
  run: (drill) => buyThrough(drill, [{ kind: 'apply+hang', ms: 700 }, { kind: 'apply+reset' }], drill.count(200, 12)),
};
const f19: Scenario = {
  row: 'F19',
  title: 'no answer, and the charge was not applied',
  run: (drill) => buyThrough(drill, [{ kind: 'hang', ms: 700 }, { kind: 'reset' }], drill.count(200, 12)),
};
const f20: Scenario = {
  row: 'F20',
  title: 'a 500 that is stored under the key, with the charge applied and without',
  run: (drill) => buyThrough(drill, [{ kind: '500' }, { kind: 'apply+500' }], drill.count(200, 12)),
};
const f21: Scenario = {
  row: 'F21',
  title: '409: the key is in use',
  run: (drill) => buyThrough(drill, [{ kind: '409' }], drill.count(50, 9)),
};

const f22: Scenario = {
  row: 'F22',
  title: '429: buyers are kept waiting, none is lost',
  async run(drill) {
    const { world, me, reach } = drill;
    const { variantId } = await me.product(2_000);
    reach.plan('provider: 429');
    await world.provider.rateLimit(drill.count(25, 6));
    const total = drill.count(200, 20);
    const made = await drill.buyMany(total, 24, () => me.buyingOne(variantId));
    reach.hit('provider: 429', await world.provider.refused());
    await drill.settle();
    allCompleted(made);
  },
};

const f23: Scenario = {
  row: 'F23',
  title: 'a decline, then another card: one of the two is captured',
  async run(drill) {
    const { me, reach } = drill;
    const { variantId } = await me.product(300);
    const total = drill.count(100, 8);
    reach.plan('declined, then another card');
    const one = async () => {
      const cart = await me.cartOf(variantId);
      if (drill.random.chance(0.5)) await me.begin(cart.id);
      const [declined] = await drill.buyMany(1, 1, () =>
        me.buying({ cartId: cart.id }, { paymentMethodId: 'pm_card_visa_chargeDeclined' }),
      );
      must(declined!.code === 'PAYMENT_DECLINED', `declined, yet ${outcomes([declined!])}`);
      const [bought] = await drill.buyMany(1, 1, () => me.buying({ cartId: cart.id }));
      must(bought!.outcome === 'completed', `the second card works, yet ${outcomes([bought!])}`);
      reach.hit('declined, then another card');
    };
    for (let done = 0; done < total; done += 4) await Promise.all(Array.from({ length: 4 }, one));
    await drill.settle();
  },
};

const f24: Scenario = {
  row: 'F24',
  title: 'another amount than agreed: never PAID, and given back',
  async run(drill) {
    const { world, me, reach } = drill;
    const { variantId } = await me.product(50);
    const total = drill.count(12, 3);
    reach.plan('provider: wrong-amount');
    const made: Purchase[] = [];
    for (let i = 0; i < total; i++) {
      await world.provider.fault({ kind: 'wrong-amount', match: { path: STAGES[i % STAGES.length]! } });
      made.push(...(await drill.buyMany(1, 1, () => me.buyingOne(variantId))));
      await world.provider.heal();
    }
    reach.hit('provider: wrong-amount', (await world.provider.hits())['wrong-amount'] ?? 0);
    await drill.settle();
    must(
      made.every((purchase) => purchase.outcome === 'rejected'),
      `other money is no payment, yet: ${outcomes(made)}`,
    );
  },
};

const f25: Scenario = {
  row: 'F25',
  title: 'the provider is down: browsing goes on, the breaker opens, buyers are served when it is back',
  async run(drill) {
    const { world, me, reach } = drill;
    const product = await me.product(500);
    reach.plan('provider down');
    await world.processes.end('simulator', 'SIGKILL', { stay: true });
    reach.hit('provider down');
    const waiting = Array.from({ length: drill.count(40, 8) }, () => drill.buy(me.buyingOne(product.variantId)));
    const until = Date.now() + drill.count(20_000, 4_000);
    let slowest = 0;
    while (Date.now() < until) {
      const began = performance.now();
      await me.ask('query($s:String!){product(slug:$s){title variants{availability{status}}}}', { s: product.slug });
      slowest = Math.max(slowest, performance.now() - began);
      await sleep(100);
    }
    const early = waiting.filter((purchase) => purchase.outcome === 'rejected');
    must(early.length === 0, `a provider that is down is no decline, yet: ${outcomes(early)}`);
    world.processes.revive('simulator');
    await drill.settle();
    must(slowest < 2_000, `the slowest page took ${Math.round(slowest)} ms`);
    allCompleted(waiting);
  },
};

export const providerFaults: Scenario[] = [f18, f19, f20, f21, f22, f23, f24, f25];
