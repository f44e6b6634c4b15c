import path from 'node:path';
import { untilQuiet } from '../backlog.ts';
import { runChild } from '../child.ts';
import { type Figures, medianOf, type Row } from '../figures.ts';
import type { LimitJob } from '../limits/checkout-sql.ts';
import { makeDatabase } from '../limits/database.ts';
import type { CheckoutJob, Good } from '../load/checkout-load.ts';
import type { Loaded } from '../load/closed-loop.ts';
import { openShop, type Shop } from '../shop.ts';
import { type BenchWorld, WARM_UP_SECONDS, withCpu } from './bench-world.ts';
import { auditShop, booksOf, compareBooks } from './books.ts';
import { stockedGoods } from './goods.ts';

const CONCURRENCIES = [16, 64];
const VARIANTS = 256;
/** Ours and the limit take turns, so often. */
const ROUNDS = 3;
const OURS = new URL('../load/checkout-load.ts', import.meta.url);
const LIMIT = new URL('../limits/checkout-sql.ts', import.meta.url);
const IN_PROCESS = new URL('../shop-in-process.ts', import.meta.url);
const LIMIT_IS = 'driver, a transaction a step';

type Measured = Loaded & { shopCpuMs: number | null; notes: string[] };

/** From a product line to a paid order, over GraphQL, with the provider answered in process: many goods, then one that all want. */
export async function* checkoutFlow(world: BenchWorld): AsyncGenerator<Row> {
  const databaseUrl = await makeDatabase(world.databaseUrl, 'bench_checkout', [], world.signer);
  const dataDir = path.join(world.dataDir, 'in-process');
  // an address where nobody is: the shop brings no simulator along
  const env = { SEED: 'demo', SIMULATOR_URL: 'http://127.0.0.1:9' };
  const shop = await openShop({ ...world, dataDir, databaseUrl, env, program: IN_PROCESS });
  try {
    const goods = await stockedGoods(shop, VARIANTS);
    const at = (callers: number, chosen: Good[]) => () => buy(world, shop, databaseUrl, callers, chosen);
    for (const callers of CONCURRENCIES) {
      const [spread, spreadLimit, hot, hotLimit] = await inTurns(world, [
        at(callers, goods),
        limit(world, callers, VARIANTS),
        at(callers, goods.slice(0, 1)),
        limit(world, callers, 1),
      ]);
      yield row('checkout', callers, spread!, spreadLimit!);
      const dearer = spread!.figures.perSecond / hot!.figures.perSecond;
      const note = `checkout at ${callers}: one of the variant that all want costs ${dearer.toFixed(2)} times one of many`;
      yield row('checkout, hot', callers, { ...hot!, notes: [...hot!.notes, note] }, hotLimit!);
    }
    await auditShop(shop);
  } finally {
    await shop.stop();
  }
}

/** The same over HTTP to the simulator by Stripe's own SDK: what a provider in the same Postgres and process costs. */
export async function* stripeFlow(world: BenchWorld): AsyncGenerator<Row> {
  const shop = await world.shop();
  const goods = await stockedGoods(shop, VARIANTS);
  for (const callers of CONCURRENCIES) {
    const ours = () => buy(world, shop, world.databaseUrl, callers, goods);
    const [spread, spreadLimit] = await inTurns(world, [ours, limit(world, callers, VARIANTS)]);
    yield row('checkout, simulator', callers, spread!, spreadLimit!);
  }
  await auditShop(shop);
}

const row = (measure: string, concurrency: number, ours: Measured, { figures }: Measured): Row => ({
  measure,
  concurrency,
  ours: ours.figures,
  limit: figures,
  limitIs: LIMIT_IS,
  shopCpuMs: ours.shopCpuMs,
  notes: ours.notes.map((note) => note.replace(/^checkout at/, `${measure} at`)),
});

/** Runs them one after another, again and again, so that a slow moment of the machine meets all; the median of each. */
async function inTurns({ tell }: BenchWorld, loads: (() => Promise<Measured>)[]): Promise<Measured[]> {
  const rounds: Measured[][] = loads.map(() => []);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [i, load] of loads.entries()) rounds[i]!.push(await load());
    tell(`round ${round}: ${rounds.map((of) => of.at(-1)!.figures.perSecond.toFixed(0)).join(', ')} a second`);
  }
  return rounds.map((of) => medianOf(of, ({ figures }) => figures.perSecond));
}

/** One load on a shop, and what its books say of it afterwards. */
async function buy({ seconds, signal }: BenchWorld, shop: Shop, databaseUrl: string, callers: number, goods: Good[]): Promise<Measured> {
  const load = { callers, seconds, warmUpSeconds: WARM_UP_SECONDS };
  await untilQuiet(shop, databaseUrl, signal);
  const before = await booksOf(databaseUrl);
  const job: CheckoutJob = { ...load, url: `${shop.base}/graphql`, goods };
  const ours = await withCpu(shop, () => runChild<CheckoutJob, Loaded>(OURS, job, signal));
  const rest = await untilQuiet(shop, databaseUrl, signal);
  compareBooks(before, await booksOf(databaseUrl), ours.completed);
  const left = `checkout at ${callers}: ${rest.left} events, webhooks and jobs were left when it ended, done ${rest.seconds.toFixed(1)} s later`;
  return { ...ours, notes: [left, ...(ours.notes ?? [])] };
}

/** The writes of the contexts by the driver alone. */
const limit =
  (world: BenchWorld, callers: number, variants: number): (() => Promise<Measured>) =>
  async () => {
    const { secret, seconds, signal } = world;
    const databaseUrl = await limitDatabase(world);
    const job: LimitJob = { callers, seconds, warmUpSeconds: WARM_UP_SECONDS, databaseUrl, secret, variants };
    const figures = await runChild<LimitJob, Figures>(LIMIT, job, signal);
    return { figures, completed: figures.count, shopCpuMs: null, notes: [] };
  };

const LIMIT_DATABASE = 'bench_checkout_limit';
const limitDatabases = new WeakMap<BenchWorld, Promise<string>>();
function limitDatabase(world: BenchWorld): Promise<string> {
  const contexts = ['catalog', 'inventory', 'orders', 'payments', 'checkout'] as const;
  const made = limitDatabases.get(world) ?? makeDatabase(world.databaseUrl, LIMIT_DATABASE, contexts, world.signer);
  limitDatabases.set(world, made);
  return made;
}
