import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contextNames } from '../../topology.ts';
import { runChild } from '../child.ts';
import type { Figures, Row } from '../figures.ts';
import { makeDatabase } from '../limits/database.ts';
import type { RowsJob } from '../limits/import-rows.ts';
import { catalogueCsv } from '../load/catalogue-csv.ts';
import type { BenchWorld } from './bench-world.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LIMIT = new URL('../limits/import-rows.ts', import.meta.url);
const SEED = 1;

/** A generated catalogue through `npm run import`, from the start of its process to its end, into a database of its own. */
export async function* importFile(world: BenchWorld): AsyncGenerator<Row> {
  const { products } = world;
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-bench-import-'));
  try {
    const file = path.join(folder, 'products.csv');
    await pipeline(Readable.from(catalogueCsv({ products, seed: SEED })), createWriteStream(file));
    const ours = await makeDatabase(world.databaseUrl, 'bench_import', contextNames, world.signer);
    const { seconds, peakMiB } = await runImport(file, ours, products, world);
    const theirs = await makeDatabase(world.databaseUrl, 'bench_import_limit', ['catalog', 'inventory'], world.signer);
    const job: RowsJob = { from: ours, to: theirs, products };
    const limit = await runChild<RowsJob, { seconds: number; variants: number }>(LIMIT, job, world.signal);
    const size = (statSync(file).size / 2 ** 20).toFixed(0);
    const notes = [
      `import: ${products} products, ${limit.variants} variants, ${size} MB of CSV in ${seconds.toFixed(0)} s, peak memory of its process ${peakMiB} MB`,
    ];
    const limitIs = 'the same rows by the driver alone';
    yield {
      measure: 'import',
      concurrency: 1,
      ours: rate(products, seconds),
      limit: rate(products, limit.seconds),
      limitIs,
      shopCpuMs: null,
      notes,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One long piece of work has a rate, and no time from question to answer. */
const rate = (count: number, seconds: number): Figures => ({
  perSecond: count / seconds,
  p50: Number.NaN,
  p95: Number.NaN,
  p99: Number.NaN,
  count,
});

/** `npm run import` of a file whose products are all taken, as a process of its own beside whatever runs. */
export async function runImport(file: string, databaseUrl: string, products: number, { secret, signal }: BenchWorld) {
  const env = { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl, DATA_DIR: path.dirname(file), SECRET: secret };
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'tools/run.mjs'), 'import', file], {
    cwd: ROOT,
    env,
    signal,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - began) / 1000;
  const peakMiB = /peak memory (\d+) MB/.exec(said)?.[1];
  if (code !== 0 || !said.startsWith(`${products} products`) || !said.includes(' 0 rows refused') || !peakMiB)
    throw new Error(`the import ended with ${code} and said: ${said}`);
  return { seconds, peakMiB };
}
