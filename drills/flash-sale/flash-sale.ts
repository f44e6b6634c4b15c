import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import type { Topology } from '../harness/drill-world.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { rehearse } from './rehearsal.ts';
import { DISTURBING, pageOf } from './report/page.ts';
import { capacityOf, kneeOf, type Report, type Told, told, worstOf } from './report/report.ts';

const tell = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
const EXIT = { pass: 0, fail: 1, invalid: 3, stopped: 130 };
/** Of the multiplier: where a knee is looked for. */
const STEPS = [1, 2, 4, 8, 16];

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    console.log(options);
    return options === HELP ? 0 : 2;
  }
  const command = commandOf(options);
  console.log(`Flash sale rehearsal, seed ${options.seed} (again: ${command})`);
  const stop = new AbortController();
  // a launcher may pass the same signal on a second time: the shop's processes are ended all the same
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Error(`ended by ${signal}`)));
  const machine = { cpus: cpus().length, node: process.version, loadBefore: loadavg()[0]! };
  const runs: Told[] = [];
  try {
    for (const topology of options.topologies) runs.push(...(await runsIn(topology, options, stop.signal)));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.log('stopped: nothing was judged');
    return EXIT.stopped;
  }
  const asked = runs.filter(({ multiplier }) => multiplier === options.multiplier);
  const report: Report = {
    format: 1,
    at: new Date().toISOString(),
    command,
    outcome: worstOf(asked.map(({ outcome }) => outcome)),
    settings: settingsOf(options),
    machine,
    capacity: capacityOf(runs),
    knee: options.knee ? kneeOf(runs) : [],
    runs,
  };
  for (const { topology, passed, failed, rows } of report.knee)
    console.log(
      `knee, ${topology}: ${passed === null ? 'nothing passed' : `passed up to ${passed}x`}${failed === null ? '' : `; at ${failed}x not: ${rows.join(', ')}`}`,
    );
  mkdirSync(options.report, { recursive: true });
  const page = path.join(options.report, 'last.html');
  writeFileSync(page, pageOf(report));
  writeFileSync(path.join(options.report, 'last.json'), JSON.stringify(report));
  console.log(`\n${report.outcome}: ${path.relative(process.cwd(), page)}`);
  return EXIT[report.outcome];
}

/** One rehearsal, or, where a knee is looked for, harder and harder ones until one does not pass. */
async function runsIn(topology: Topology, options: Options, signal: AbortSignal): Promise<Told[]> {
  const runs: Told[] = [];
  for (const step of options.knee ? STEPS : [1]) {
    const multiplier = options.multiplier * step;
    console.log(`\n${topology}, ${multiplier}x`);
    const logs = path.join(options.report, `logs ${topology} ${multiplier}x`.replaceAll(' ', '-'));
    rmSync(logs, { recursive: true, force: true });
    const run = told(await rehearse({ ...options, topology, multiplier, ownSessions: true, logs }, tell, signal));
    runs.push(run);
    print(run);
    if (run.outcome !== 'pass') break;
  }
  return runs;
}

function print({ table, outcome, invalid, elsewhere }: Told): void {
  for (const { measure, bar, measured, passed, offenders } of table) {
    console.log(`  ${passed === null ? '-' : passed ? '✓' : '✗'} ${measure.padEnd(40)} ${measured}${passed === false ? `  (${bar})` : ''}`);
    for (const offender of offenders.slice(0, 5)) console.log(`      ${offender.slice(0, 200)}`);
  }
  if (elsewhere !== null && elsewhere >= DISTURBING)
    console.log(`  ! this machine did something else, too: ${elsewhere.toFixed(1)} processors were busy with it`);
  console.log(`  ${outcome}${invalid ? `: ${invalid}` : ''}`);
}

const settingsOf = (others: Options): Report['settings'] => ({
  multiplier: others.multiplier,
  stock: others.stock,
  seconds: others.seconds,
  seed: others.seed,
  PROVIDER_CALLS_PER_SECOND: others.providerCallsPerSecond,
  'provider, ms a call': others.providerMs,
  CHECKOUT_CAPACITY: others.checkoutCapacity,
  ...(others.kill && { 'a process killed': true }),
  ...(others.restartPostgres && { 'Postgres restarted': true }),
});

function commandOf(options: Options): string {
  const topology = options.topologies.length === 2 ? 'both' : options.topologies[0] === 'one process' ? 'one' : 'many';
  const numbers = `--multiplier ${options.multiplier} --stock ${options.stock} --seconds ${options.seconds} --topology ${topology} --seed ${options.seed}`;
  const provider = `--provider-calls ${options.providerCallsPerSecond} --provider-ms ${options.providerMs} --capacity ${options.checkoutCapacity}`;
  const flags = [options.kill && '--kill', options.restartPostgres && '--restart-postgres', options.knee && '--knee']
    .filter(Boolean)
    .join(' ');
  return `npm run drill:flash-sale -- ${numbers} ${provider} ${flags}`.trim();
}

process.exit(await main(process.argv.slice(2)));
