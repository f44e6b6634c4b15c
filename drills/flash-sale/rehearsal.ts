import { cpSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ReadyChild, startChild } from '../../bench/child.ts';
import { shopper } from '../../stories/shopper.ts';
import { admissionRate, SHARE_OF_CAPACITY } from '../../subgraphs/checkout/waiting-room/admission-rate.ts';
import { PROVIDER_CALLS_PER_CHECKOUT } from '../../subgraphs/payments/contract.ts';
import { openDrillWorld, type DrillWorld, type Topology } from '../harness/drill-world.ts';
import { randomOf } from '../harness/random.ts';
import { lookAfterwards } from './afterwards.ts';
import type { GeneratorJob, Load } from './load.ts';
import type { Options } from './options.ts';
import { CALM, type Shape, type Timeline, timelineOf } from './plan.ts';
import { watchProcessors } from './processors.ts';
import type { Disturbance, Run } from './run.ts';
import { prepareSale, WANTED_PER_SECOND } from './sale.ts';
import { watchBooks } from './watch.ts';

export type Asked = Pick<
  Options,
  'multiplier' | 'stock' | 'seconds' | 'seed' | 'kill' | 'restartPostgres' | 'providerCallsPerSecond' | 'providerMs' | 'checkoutCapacity'
> & { topology: Topology; calm?: typeof CALM; ownSessions?: boolean /** Where what the processes have said is kept. */; logs?: string };

const GENERATOR = new URL('./generator.ts', import.meta.url);
/** Between the making of the sale and the first who come to the shop. */
const HEAD_START_MS = 3_000;
/** Nobody waits longer than the stock takes, half as long again, and this. */
const PATIENCE_MS = 20_000;
const LONGEST_DRAIN_MS = 600_000;
/** After the opening, as shares of the rush that is left: where things are broken. */
const KILL_AT = 0.2;
const RESTART_AT = 0.45;

/** Opens a shop, holds the sale in it, and tells what was seen. */
export async function rehearse(asked: Asked, tell: (line: string) => void, signal: AbortSignal): Promise<Run> {
  const { topology, multiplier, stock, providerCallsPerSecond, providerMs, checkoutCapacity } = asked;
  const world = await openDrillWorld({
    topology,
    random: randomOf(asked.seed),
    hit: () => {},
    env: { CHECKOUT_CAPACITY: String(checkoutCapacity), PROVIDER_CALLS_PER_SECOND: String(providerCallsPerSecond) },
    direct: true,
    ownSessions: asked.ownSessions ?? false,
  });
  let generator: ReadyChild<GeneratorJob, Load> | undefined;
  try {
    if (providerMs > 0) await world.provider.fault({ kind: 'slow', match: { path: '/v1/(?!test_helpers)' }, ms: providerMs, times: 1e9 });
    await world.provider.rateLimit(providerCallsPerSecond);
    const shape: Shape = { multiplier, seconds: asked.seconds, ...(asked.calm ?? CALM) };
    const timeline = timelineOf(shape);
    const admissionsPerSecond = admissionRate({ checkoutCapacity, providerCallsPerSecond }, WANTED_PER_SECOND);
    const giveUpAt = Math.max(
      timeline.end,
      timeline.rushTo + Math.min(LONGEST_DRAIN_MS, (1.5 * 1000 * stock) / admissionsPerSecond) + PATIENCE_MS,
    );
    const me = shopper(world);
    const lasts = (giveUpAt - timeline.opensAt) / 1000 + 600;
    const opensInSeconds = (HEAD_START_MS + timeline.opensAt) / 1000;
    // the sale opens at its time: whoever is to come is there before
    generator = await startChild(GENERATOR, signal);
    const sale = await prepareSale(me, { stock, opensInSeconds, lastsSeconds: lasts });
    const startAt = sale.opensAt - timeline.opensAt;
    tell(`the shop is open: 1x, then ${multiplier}x for ${asked.seconds} s`);
    const processors = watchProcessors(world, startAt);
    const watch = watchBooks(world, { saleId: sale.goods.saleId, variantId: sale.goods.drop.variantId, startAt });
    const job: GeneratorJob = { base: world.base, startAt, seed: asked.seed, shape, goods: sale.goods, giveUpAt };
    const breaking = disturb(world, asked, { timeline, startAt, signal, tell });
    const load = await generator.run(job);
    const disturbances = await breaking;
    const samples = await watch.stop();
    const busy = processors.stop();
    await world.ready();
    const refused = await world.provider.refused();
    tell(`the load is over (the provider refused ${refused} calls as too many); looking at the books`);
    const afterwards = await lookAfterwards({
      ...{ world, me, goods: sale.goods, load, stock, opensAt: timeline.opensAt, commitment: sale.commitment },
      seed: await sale.end(),
    });
    const deaths = world.parts().reduce((sum, part) => sum + world.processes.deaths(part), 0);
    const boundBy =
      providerCallsPerSecond / PROVIDER_CALLS_PER_CHECKOUT <= SHARE_OF_CAPACITY * checkoutCapacity
        ? 'the provider'
        : 'the capacity of the shop';
    return { topology, multiplier, stock, timeline, admissionsPerSecond, boundBy, load, samples, busy, disturbances, deaths, afterwards };
  } finally {
    await generator?.close();
    if (asked.logs) cpSync(world.logs, asked.logs, { recursive: true });
    await world.stop();
  }
}

type When = { timeline: Timeline; startAt: number; signal: AbortSignal; tell: (line: string) => void };

/** Breaks what was asked for, in the middle of the sale. */
async function disturb(
  world: DrillWorld,
  { kill, restartPostgres, topology }: Asked,
  { timeline, startAt, signal, tell }: When,
): Promise<Disturbance[]> {
  const done: Disturbance[] = [];
  const at = async (share: number, what: string, act: () => Promise<void>) => {
    const due = timeline.opensAt + share * (timeline.rushTo - timeline.opensAt);
    await sleep(Math.max(0, startAt + due - Date.now()), undefined, { signal });
    done.push({ at: Date.now() - startAt, what });
    tell(what);
    await act();
  };
  const victim = topology === 'one process' ? 'all' : 'checkout';
  const name = victim === 'all' ? 'the whole shop was killed' : `${victim} was killed`;
  if (kill) await at(KILL_AT, name, () => world.processes.end(victim, 'SIGKILL'));
  if (restartPostgres) await at(RESTART_AT, 'Postgres was restarted', () => world.postgres.restart('fast'));
  return done;
}
