import { setTimeout as sleep } from 'node:timers/promises';
import { checkInvariants } from '../../subgraphs/operations/commands/audit.ts';
import { chargedTwice } from '../harness/checks.ts';
import type { WebhookFaults } from '../harness/webhook-relay.ts';
import { Broken, type Drill } from './drill.ts';

type Trouble = { name: string; bring(drill: Drill): Promise<unknown> | unknown };

const WEBHOOKS: Partial<WebhookFaults> = { lose: 0.15, double: 0.2, delay: 0.2, reorder: 0.2, forge: 0.1, delayMs: 2_000 };
const PROVIDER_KINDS = ['hang', 'apply+hang', '500', 'apply+500', '409', '429', 'slow', 'apply+slow', 'reset', 'apply+reset'];
const PROVIDER_PATHS = ['/payment_intents$', '/confirm$', '/capture$', '/cancel$', '/refunds$'];

const TROUBLES: Trouble[] = [
  {
    name: 'blind kill',
    bring: ({ world, random }) => world.processes.end(random.pick(world.parts()), 'SIGKILL'),
  },
  {
    name: 'stopped and woken up',
    async bring({ world, random }) {
      const part = random.pick(world.parts());
      world.processes.signal(part, 'SIGSTOP');
      await sleep(random.int(300, 7_000));
      world.processes.signal(part, 'SIGCONT');
    },
  },
  { name: 'Postgres restarted', bring: ({ world, random }) => world.postgres.restart(random.chance(0.7) ? 'immediate' : 'fast') },
  { name: 'all connections cut', bring: ({ world }) => world.proxy.cutAll() },
  {
    name: 'connections cut after some bytes',
    async bring({ world, random, reach }) {
      world.proxy.cutAfter(
        () => random.int(1, 6_000),
        8,
        () => reach.hit('connection cut'),
      );
      await sleep(1_500);
    },
  },
  {
    name: 'replies to COMMIT lost',
    async bring({ world, random, reach }) {
      world.proxy.loseReplies({ times: 10, chance: () => random.chance(0.1), onHit: () => reach.hit('reply to COMMIT lost') });
      await sleep(1_500);
    },
  },
  {
    name: 'a slow database',
    async bring({ world, random }) {
      world.proxy.delay(random.int(20, 250));
      await sleep(2_000);
      world.proxy.delay(0);
    },
  },
  {
    name: 'a provider that misbehaves',
    async bring({ world, random }) {
      for (let i = 0; i < 3; i++) {
        const match = { path: random.pick(PROVIDER_PATHS) };
        await world.provider
          .fault({ kind: random.pick(PROVIDER_KINDS), match, ms: random.int(100, 3_000), times: random.int(1, 6) })
          .catch(() => {});
      }
      await sleep(2_000);
    },
  },
  { name: 'the provider killed', bring: ({ world }) => world.processes.end('simulator', 'SIGKILL') },
  {
    name: 'webhooks in disorder',
    async bring({ world }) {
      world.webhooks.faults(WEBHOOKS);
      await sleep(4_000);
      world.webhooks.faults(null);
    },
  },
];

const BUYERS = 6;
const PAUSE_MS = [300, 2_500] as const;

/**
 * Buyers of every kind while troubles of every kind come, one after another and sometimes two at once; each second what
 * must always hold is looked at. Then all is healed, and everything must have come to its end.
 */
export async function storm(drill: Drill, ms: number, tell: (line: string) => void): Promise<void> {
  const { reach, random } = drill;
  reach.plan(...TROUBLES.map((trouble) => trouble.name));
  const end = Date.now() + ms;
  const variants = await Promise.all(Array.from({ length: 4 }, () => drill.me.product(20_000)));
  const scarce = await drill.me.product(25);
  const ids = [...variants.map((product) => product.variantId), scarce.variantId];
  let broken: string[] = [];
  const over = () => Date.now() > end || broken.length > 0;

  const troubles = async (order: Trouble[]) => {
    for (let i = 0; !over(); i++) {
      const trouble = order[i % order.length]!;
      await Promise.resolve(trouble.bring(drill)).catch((error: unknown) => tell(`${trouble.name}: ${String(error)}`));
      reach.hit(trouble.name);
      await sleep(random.int(...PAUSE_MS));
    }
  };
  const watching = async () => {
    while (!over()) {
      broken = await alwaysBroken(drill);
      await sleep(1_000);
    }
  };
  const buyers = Array.from({ length: BUYERS }, () => shopUntil(drill, ids, over));
  await Promise.all([...buyers, troubles(random.shuffle(TROUBLES)), troubles(random.shuffle(TROUBLES)), watching()]);
  if (broken.length > 0) throw new Broken(`during the storm:\n${broken.slice(0, 12).join('\n')}`);
  const begun = drill.purchases.length;
  await drill.world.heal();
  await drill.world.ready();
  const outcomes = await drill.settle();
  tell(`storm of ${Math.round(ms / 1000)} s: ${begun} purchases begun, ${outcomes}`);
  const stock = await drill.me.stock(scarce.variantId);
  if (stock.available < 0 || stock.sold > 25) throw new Broken(`of 25 units ${stock.sold} were sold`);
}

async function alwaysBroken({ world }: Drill): Promise<string[]> {
  try {
    const report = await checkInvariants(world.books, null, { only: 'always' });
    const twice = await chargedTwice(world).catch(() => []);
    return [
      ...report.findings.map(({ invariant, subject, detail }) => `${invariant}: ${subject}: ${detail}`),
      ...twice.map((id) => `the provider keeps two charges for order ${id}`),
    ];
  } catch {
    return []; // the database is being restarted: the next look sees it
  }
}

/** One buyer after another: by lines, by cart, by a begun checkout; with a good card, a bad one, or a bank that wants a word. */
async function shopUntil(drill: Drill, ids: string[], over: () => boolean): Promise<void> {
  const { me, random, world } = drill;
  const cutAfterMs = () => (random.chance(0.1) ? random.int(5, 400) : null);
  while (!over()) {
    try {
      const variantId = random.pick(ids);
      const card = random.chance(0.12)
        ? 'pm_card_visa_chargeDeclined'
        : random.chance(0.12)
          ? 'pm_card_authenticationRequired'
          : 'pm_card_visa';
      const over = { paymentMethodId: card };
      let input = me.buyingOne(variantId, over);
      if (random.chance(0.5)) {
        const cart = await me.cartOf(variantId, random.int(1, 2));
        if (random.chance(0.5)) await me.begin(cart.id);
        input = me.buying({ cartId: cart.id }, over);
      }
      const purchase = drill.buy(input, { cutAfterMs });
      const patience = Date.now() + 6_000;
      while (purchase.outcome === 'unknown' && !purchase.clientSecret && Date.now() < patience) await sleep(50);
      if (purchase.clientSecret && random.chance(0.8))
        await world.provider.authenticate(purchase.clientSecret, random.chance(0.7) ? 'succeeded' : 'failed');
      if (purchase.outcome === 'completed' && random.chance(0.1)) await me.cancel([...purchase.orderIds][0]!);
    } catch {
      await sleep(200); // the shop is away just now
    }
  }
}
