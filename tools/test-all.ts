import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** `npm test`: what a machine can check about the house, then everything that vitest runs. Arguments go to vitest. */
const HELP = `Usage: npm test [-- <vitest arguments>]

Typecheck, linter, dependency rules, unused code, then all tests. With arguments only vitest runs:
  npm test -- subgraphs/inventory`;

const CHECKS: [name: string, command: string[]][] = [
  ['typecheck', ['tsc', '--noEmit']],
  ['biome', ['biome', 'check', '.']],
  ['knip', ['knip', '--no-progress']],
];
/** The stories wait for their shops as much as they work, one file at a time; what else there is runs meanwhile. */
const LANES: [name: string, args: string[]][] = [
  ['all but the stories', ['--project', '!stories']],
  ['stories', ['--project', 'stories']],
];
const REPORTS = '.cache/test-reports';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const lanes = args.length > 0 ? [['what was asked for', args] as (typeof LANES)[number]] : LANES;
const [checked, ran] = await Promise.all([
  Promise.all(args.length > 0 ? [] : CHECKS.map(([name, command]) => passes(name, command))),
  Promise.all(lanes.map(([name, laneArgs], i) => run(name, laneArgs, i))),
]);

const failedChecks = CHECKS.filter((_, i) => checked[i] === false).map(([name]) => name);
if (failedChecks.length > 0) console.error(`\nThese checks failed: ${failedChecks.join(', ')}`);
const sum = (of: 'numPassedTests' | 'numFailedTests' | 'numPendingTests') => ran.reduce((total, { report }) => total + report[of], 0);
console.log(`\n${sum('numPassedTests')} passed, ${sum('numFailedTests') + failedChecks.length} failed, ${sum('numPendingTests')} skipped`);
process.exit(failedChecks.length > 0 ? 1 : Math.max(...ran.map(({ status }) => status)));

async function passes(name: string, [command, ...rest]: string[]): Promise<boolean> {
  const began = Date.now();
  const child = spawn(`node_modules/.bin/${command}`, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, status] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (status !== 0) console.log(`${said}${complained}`);
  return status === 0;
}

/** The first lane is seen as it goes; what another says comes as a whole, at its end. */
async function run(name: string, laneArgs: string[], i: number) {
  const file = `${REPORTS}/${i}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const stdio = i === 0 ? 'inherit' : (['ignore', 'pipe', 'pipe'] as const);
  const child = spawn('node_modules/.bin/vitest', ['run', ...reporters, ...laneArgs], { stdio: stdio as 'inherit' });
  const outputs = [child.stdout, child.stderr].map((stream) => stream && text(stream));
  const status = await ended(child);
  const said = (await Promise.all(outputs)).join('');
  if (said) console.log(`\n── ${name}\n${said}`);
  return { status, report: JSON.parse(readFileSync(file, 'utf8')) as Record<`num${'Passed' | 'Failed' | 'Pending'}Tests`, number> };
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}
