import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

/** `npm test`: what a machine can check about the house, then everything that vitest runs. Arguments go to vitest. */
const HELP = `Usage: npm test [-- <vitest arguments>]

Typecheck, linter, dependency rules, unused code, then all tests. With arguments only vitest runs:
  npm test -- subgraphs/inventory`;

const CHECKS: [name: string, command: string[]][] = [
  ['typecheck', ['tsc', '--noEmit']],
  ['biome', ['biome', 'check', '.']],
  ['knip', ['knip', '--no-progress']],
];
const REPORT = '.cache/test-report.json';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}
const failed = args.length > 0 ? [] : CHECKS.filter(([name, command]) => !passes(name, command)).map(([name]) => name);
mkdirSync('.cache', { recursive: true });
const vitest = spawnSync(
  'node_modules/.bin/vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...args],
  { stdio: 'inherit' },
);
if (failed.length > 0) console.error(`\nThese checks failed: ${failed.join(', ')}`);
const report = JSON.parse(readFileSync(REPORT, 'utf8')) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
console.log(`\n${report.numPassedTests} passed, ${report.numFailedTests + failed.length} failed, ${report.numPendingTests} skipped`);
process.exit(failed.length > 0 ? 1 : (vitest.status ?? 1));

function passes(name: string, [command, ...rest]: string[]): boolean {
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${command}`, rest, { encoding: 'utf8' });
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status === 0;
}
