import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { testRedis } from '../../kit/testing/redis.ts';
import type { Topology } from '../harness/drill-world.ts';
import type { Scenario } from './drill.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { recordResults } from './record.ts';
import { openStage, play, type Result, scenariosFor, type Stage } from './run.ts';
import { storm } from './storm.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const tell = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
const LEAST_STORM_MS = 60_000;
/** From so many minutes on, the counts are those of the matrix. */
const FULL_MINUTES = 60;
const scaleOf = ({ minutes }: Options) => Math.min(1, minutes / FULL_MINUTES);
function once<T>(work: () => T): () => T {
  let done: { value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

const MARK = { held: '✓', broken: '✗', skipped: '-' };

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    console.log(options);
    return options === HELP ? 0 : 2;
  }
  const flags = `${options.pairs ? ' --pairs' : ''}${options.redis ? ' --redis' : ''}`;
  console.log(
    `Fault drill, seed ${options.seed} (again: npm run drill:faults -- --seed ${options.seed} --minutes ${options.minutes}${flags})`,
  );
  const redis = options.redis ? await testRedis() : undefined;
  const results: Result[] = [];
  const missing: string[] = [];
  for (const topology of options.topologies) {
    console.log(`\n${topology}`);
    const around = { pairs: options.pairs, redisUrl: redis && `${redis.url}/${options.topologies.indexOf(topology)}` };
    const stage = await openStage(topology, options.seed, scaleOf(options), around);
    // a launcher may pass the same signal on a second time
    const close = once(() => stage.close());
    const interrupt = () =>
      void close()
        .then(() => redis?.stop())
        .finally(() => process.exit(130));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
    try {
      results.push(...(await rehearse(stage, topology, options)));
      missing.push(...stage.reach.missing().map((fault) => `${fault} (${topology})`));
      console.log(
        `  reached: ${Object.entries(stage.reach.counts())
          .map(([fault, count]) => `${fault} ×${count}`)
          .join(', ')}`,
      );
    } finally {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
      await close();
    }
  }
  await redis?.stop();
  return report(options, results, missing);
}

async function rehearse(stage: Stage, topology: Topology, options: Options): Promise<Result[]> {
  const results: Result[] = [];
  const end = performance.now() + (options.minutes * 60_000) / options.topologies.length;
  const playOne = async (scenario: Scenario) => {
    const result = await play(stage, scenario);
    results.push(result);
    if (result.outcome === 'broken') cpSync(stage.world.logs, logsOf(options.seed, result), { recursive: true });
    tell(`${MARK[result.outcome]} ${result.row.padEnd(5)} ${result.title} (${result.seconds} s)${result.why ? `\n${result.why}` : ''}`);
  };
  const slow = scaleOf(options) < 1 && options.topologies.length > 1 ? 'by turns' : true;
  for (const scenario of scenariosFor(topology, { slow, rows: options.rows })) await playOne(scenario);
  if (options.minutes > 0 && (!options.rows || options.rows.includes('storm'))) {
    const ms = Math.max(LEAST_STORM_MS, end - performance.now());
    const title = `all faults at once for ${Math.round(ms / 1000)} s, with blind kills`;
    await playOne({ row: 'storm', title, run: (drill) => storm(drill, ms, (line) => tell(`    ${line}`)) });
  }
  return results;
}

/** What the processes have said lies beside the report when something broke. */
const logsOf = (seed: number, { row, topology }: Result): string =>
  path.join(ROOT, `.cache/drills/logs-${seed}-${row}-${topology.replace(' ', '-')}`);

function report(options: Options, results: Result[], missing: string[]): number {
  const broken = results.filter((result) => result.outcome === 'broken');
  const skipped = results.filter((result) => result.outcome === 'skipped');
  const file = path.join(ROOT, `.cache/drills/faults-${options.seed}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...options, at: new Date().toISOString(), results, missing }, null, 2));
  console.log(
    `\n${results.length - broken.length - skipped.length} held, ${broken.length} broken, ${skipped.length} skipped; seed ${options.seed}`,
  );
  for (const { row, title, topology } of broken) console.log(`  broken   ${row} ${title} (${topology})`);
  for (const { row, title, why } of skipped) console.log(`  skipped  ${row} ${title}: ${why}`);
  for (const fault of missing) console.log(`  never happened: ${fault}`);
  console.log(`  the whole report: ${path.relative(process.cwd(), file)}`);
  if (options.record) recordResults(options, results);
  return broken.length > 0 || missing.length > 0 || results.length === 0 ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
