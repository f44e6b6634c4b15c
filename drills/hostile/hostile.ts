import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { openShop, type Shop } from '../../bench/shop.ts';
import { embeddedPostgres } from '../../kit/postgres/embedded.ts';
import { randomOf } from '../harness/random.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { attack, type Tally } from './run.ts';

const BROWSE = JSON.stringify({ query: '{ products(first: 12) { nodes { slug title inStock } } }' });
const BETWEEN_MS = 20;
/** With as much as it likes, what nobody needs any more is not looked for; so little is enough for its caches, and a leak would end it. */
const HEAP = { NODE_OPTIONS: '--max-old-space-size=512' };
/** What a shop may grow by while it fills its caches with what it was asked. */
const MOST_GROWTH_MB = 400;

/** Asks for a page again and again; its times, in milliseconds. Answers that are none count as for ever. */
async function browse(base: string, goesOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (goesOn()) {
    const began = performance.now();
    const answer = await fetch(`${base}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: BROWSE }).catch(
      () => null,
    );
    await answer?.text();
    times.push(answer?.ok ? performance.now() - began : Number.POSITIVE_INFINITY);
    await pause(BETWEEN_MS);
  }
  return times.sort((a, b) => a - b);
}
const quantile = (sorted: number[], q: number): string => `${(sorted[Math.floor(sorted.length * q)] ?? Number.NaN).toFixed(1)} ms`;
const shown = (counts: Map<string, number>): string =>
  [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, many]) => `${name}: ${many}`)
    .join(', ');

async function rehearse(shop: Shop, { seed, seconds }: Options, signal: AbortSignal): Promise<string[]> {
  const schema = buildSchema(readFileSync(new URL('../../schema/storefront.graphql', import.meta.url), 'utf8'));
  const until = (ms: number) => {
    const end = Date.now() + ms;
    return () => Date.now() < end && !signal.aborted;
  };
  // the first answer waits for what the start has left to do
  await browse(shop.base, until(1_000));
  const quiet = await browse(shop.base, until(3_000));
  const before = shop.residentBytes();
  const goesOn = until(seconds * 1000);
  const attacking = attack({ port: Number(new URL(shop.base).port), schema, random: randomOf(seed), goesOn, faults: true });
  const [tally, busy] = await Promise.all([attacking, browse(shop.base, goesOn)]);
  const grown = ((shop.residentBytes() ?? 0) - (before ?? 0)) / 1024 / 1024;
  console.log(`\n${tally.sent} attacks of ${tally.byKind.size} kinds; answers: ${shown(tally.byStatus)}`);
  console.log(
    `who browses, p50 and p99: ${quantile(quiet, 0.5)}, ${quantile(quiet, 0.99)} alone; ${quantile(busy, 0.5)}, ${quantile(busy, 0.99)} beside it`,
  );
  console.log(before === null ? 'memory: not to be seen here' : `memory: grown by ${grown.toFixed(0)} MB`);
  return [...faultsOf(tally), ...(await afterwards(shop, busy, grown))];
}

const faultsOf = ({ offenders }: Tally): string[] =>
  offenders.map(({ kind, fault, bytes }) => `${kind}: ${fault}, by these ${bytes.length} bytes:\n${bytes.toString().slice(0, 2_000)}\n`);

async function afterwards(shop: Shop, busy: number[], grownMb: number): Promise<string[]> {
  const ready = await fetch(`${shop.base}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
  return [
    ...(ready ? [] : [`the shop is not there any more: ${shop.log()}`]),
    ...(busy.some((ms) => !Number.isFinite(ms)) ? ['somebody who browses was not answered'] : []),
    ...(grownMb > MOST_GROWTH_MB ? [`the shop has grown by ${grownMb.toFixed(0)} MB, and may by ${MOST_GROWTH_MB}`] : []),
  ];
}

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    console.log(options);
    return options === HELP ? 0 : 2;
  }
  console.log(
    `Hostile requests, seed ${options.seed} (again: npm run drill:hostile -- --seed ${options.seed} --seconds ${options.seconds})`,
  );
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Error(`ended by ${signal}`)));
  const dir = mkdtempSync(path.join(tmpdir(), 'holdfast-hostile-'));
  // Postgres may run as another user, who must get to its data
  chmodSync(dir, 0o711);
  const postgres = await embeddedPostgres({ dataDir: path.join(dir, 'postgres') });
  try {
    const secret = randomBytes(32).toString('hex');
    const shop = await openShop({
      dataDir: path.join(dir, 'shop'),
      databaseUrl: postgres.url,
      secret,
      env: HEAP,
      profile: null,
      signal: stop.signal,
    });
    try {
      const faults = await rehearse(shop, options, stop.signal);
      console.log(faults.length === 0 ? '\nNothing was found.' : `\nFound:\n\n${faults.join('\n')}`);
      return faults.length === 0 ? 0 : 1;
    } finally {
      await shop.stop();
    }
  } finally {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

process.exit(await main(process.argv.slice(2)));
