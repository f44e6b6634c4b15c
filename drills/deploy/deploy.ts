import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { noRedis, testRedis } from '../../kit/testing/redis.ts';
import { shopper } from '../../stories/shopper.ts';
import { brokenPromises, findingsWhenQuiet } from '../harness/checks.ts';
import { type DrillWorld, openDrillWorld, untilReady } from '../harness/drill-world.ts';
import { randomOf } from '../harness/random.ts';
import { buyAt, type Tally } from './checkouts.ts';
import { prepare, type Round, roundsOf } from './rounds.ts';

const HELP = `Usage: npm run drill:deploy -- [options]

Opens a shop of one process a context, two gateways behind a balancer and two workers, and restarts every process in turn by
SIGTERM while people buy. No request may fail: each is answered by a finished order, or by CheckoutProcessing and then one.

  --rate N     checkouts a second (default 50)
  --seed S     the order of the restarts (default 42)
  --settle S   seconds between a part that is ready and the next restart (default 10, as deploy/kubernetes has it)
  --redis      on a Redis of its own (redis-server must be there), else all on Postgres
  --rotate     three times round, to a new SECRET (docs/operating.md, "Rotate the secret"), the payment simulator as well
  --parts A,B  these processes alone, e.g. gateway,gateway-2,checkout

Exit code 0: none failed, every order is there, and the books agree.`;

const STOCK = 100_000;

async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args,
    options: { rate: text, seed: text, settle: text, redis: flag, rotate: flag, parts: text, help: flag },
  });
  const rate = Number(values.rate ?? 50);
  if (values.help || !(rate > 0) || (values.redis && noRedis)) {
    console.log(values.help ? HELP : rate > 0 ? `--redis: there is ${noRedis}` : `--rate ${values.rate}: must be a number above 0`);
    return values.help ? 0 : 2;
  }
  const settleMs = Number(values.settle ?? 10) * 1000;
  if (!(settleMs >= 0)) {
    console.log(`--settle ${values.settle}: must be a number of seconds`);
    return 2;
  }
  if (values.rotate && values.parts) {
    console.log('--rotate is for all parts: those that --parts leaves out would not know the new secret.');
    return 2;
  }
  const redis = values.redis ? await testRedis() : null;
  const random = randomOf(Number(values.seed ?? 42));
  const env = { DRAIN_SECONDS: '2', RATE_LIMIT_FACTOR: '0', ...(redis && { REDIS_URL: redis.url }) };
  const world = await openDrillWorld({ topology: 'many processes', random, hit: () => {}, env, pairs: true, direct: true });
  try {
    const rotate = values.rotate ?? false;
    const all = rotate ? ['simulator', ...world.parts()] : world.parts();
    const rounds = roundsOf({ rotate, secret: world.env.SECRET! });
    return await rehearse(world, { rate, settleMs, rounds, parts: values.parts?.split(',') ?? random.shuffle(all) });
  } finally {
    await world.stop();
    await redis?.stop();
  }
}

type Plan = { rate: number; settleMs: number; rounds: Round[]; parts: string[] };

async function rehearse(world: DrillWorld, { rate, settleMs, rounds, parts }: Plan): Promise<number> {
  const me = shopper(world);
  const { variantId } = await me.product(STOCK);
  for (let i = 0; i < 20; i++) await me.settled(me.buyingOne(variantId));
  const { tally, stop } = buyAt(rate, world.base, () => me.buyingOne(variantId));
  const began = performance.now();
  for (const round of rounds) {
    console.log(`${round.title}:`);
    await prepare(world, round, parts);
    for (const part of parts) {
      const failed = tally.failures.length;
      const since = performance.now();
      await world.processes.end(part, 'SIGTERM');
      await untilReady(world.gateways[part] ?? world.base, 60_000);
      const seconds = ((performance.now() - since) / 1000).toFixed(1);
      await sleep(settleMs);
      console.log(`  ${part.padEnd(14)} restarted in ${seconds} s: ${told(tally.failures.slice(failed))}`);
    }
  }
  await stop();
  const seconds = (performance.now() - began) / 1000;
  const broken = [
    ...(await brokenPromises(
      world,
      tally.purchases.filter((one) => one.outcome === 'completed'),
    )),
    ...(await findingsWhenQuiet(me)),
  ];
  console.log(report(tally, seconds, parts.length * rounds.length));
  for (const line of broken.slice(0, 12)) console.log(`  broken   ${line}`);
  return tally.failures.length > 0 || broken.length > 0 ? 1 : 0;
}

const told = (failures: string[]): string =>
  failures.length === 0 ? 'nothing failed' : `${failures.length} failed, for example ${failures[0]}`;

function report({ purchases, requests, processing, failures, latencies }: Tally, seconds: number, restarts: number): string {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number) => `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!)} ms`;
  return `
${purchases.length} checkouts in ${Math.round(seconds)} s (${(purchases.length / seconds).toFixed(1)} a second) over ${restarts} restarts: ${requests} requests, ${processing} answered CheckoutProcessing, ${failures.length} failed
answered within ${at(0.5)} (half), ${at(0.99)} (99 of 100), ${at(1)} (all)`;
}

process.exit(await main(process.argv.slice(2)));
