import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embeddedPostgres } from '../kit/postgres/embedded.ts';
import { createSigner } from '../kit/sign.ts';
import { postgresSettings } from './limits/database.ts';
import type { Row } from './figures.ts';
import type { BenchWorld } from './measures/bench-world.ts';
import { checkoutFlow, stripeFlow } from './measures/checkout.ts';
import { hotVariant } from './measures/hot-variant.ts';
import { importFile } from './measures/import.ts';
import { HELP, type MeasureName, type Options, readOptions } from './options.ts';
import { readFlow } from './read/read.ts';
import { machineNow, printed, type Report, withRatio } from './report.ts';
import { openShop, type Shop } from './shop.ts';

const MEASURE: Record<MeasureName, (world: BenchWorld) => AsyncGenerator<Row>> = {
  read: readFlow,
  checkout: checkoutFlow,
  stripe: stripeFlow,
  hot: hotVariant,
  import: importFile,
};
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];

const options = readOptions(process.argv.slice(2));
if (options === null || 'fault' in options) {
  console.log(options === null ? HELP : options.fault);
  process.exit(options === null ? 0 : 2);
}
process.exit(await main(options));

/** Measures what was asked for; whatever happens, nothing that was started here outlives it. */
async function main(asked: Options): Promise<number> {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort(new Error(`ended by ${name}`)));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-bench-'));
  let shop: Promise<Shop> | undefined;
  let server: Awaited<ReturnType<typeof embeddedPostgres>> | undefined;
  try {
    const machine = machineNow();
    server = await embeddedPostgres({ dataDir });
    const databaseUrl = server.url;
    const secret = randomBytes(32).toString('hex');
    const { signal } = interrupted;
    const open = () => (shop ??= openShop({ dataDir, databaseUrl, secret, env: { SEED: 'demo' }, profile: asked.profile, signal }));
    const tell = progress();
    const { seconds, products, profile } = asked;
    const world: BenchWorld = {
      shop: open,
      dataDir,
      databaseUrl,
      secret,
      signer: createSigner(secret),
      seconds,
      products,
      profile,
      signal,
      tell,
    };
    const postgres = await postgresSettings(databaseUrl);
    const report: Report = { at: new Date().toISOString(), seconds: asked.seconds, machine, postgres, rows: [], faults: [] };
    report.faults.push(...DURABLE.filter((name) => postgres[name] !== 'on').map((name) => `${name} is ${postgres[name]}`));
    for (const name of asked.only) await measure(name, world, report);
    if (report.faults.length > 0) await shop?.then((it) => console.error(it.log())).catch(() => {});
    if (!signal.aborted) finish(report, asked.json);
    return report.faults.length > 0 ? 1 : 0;
  } finally {
    await shop?.then((it) => it.stop()).catch(() => {});
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A measure that went wrong costs its own rows and the exit code; an interruption ends them all. */
async function measure(name: MeasureName, world: BenchWorld, report: Report): Promise<void> {
  if (world.signal.aborted) return;
  try {
    for await (const row of MEASURE[name](world)) {
      report.rows.push(withRatio(row));
      world.tell(`${row.measure} at ${row.concurrency}`);
    }
  } catch (error) {
    const message = world.signal.aborted ? (world.signal.reason as Error).message : (error as Error).message;
    if (!report.faults.includes(message)) report.faults.push(world.signal.aborted ? message : `${name}: ${message}`);
    console.error(`${name}: ${message}`);
  }
}

function finish(report: Report, file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${printed(report)}\nJSON      ${file}`);
}

function progress(): (line: string) => void {
  const began = Date.now();
  return (line) => console.error(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}`);
}
