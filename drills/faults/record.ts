import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MATRIX, type MatrixRow, RULES } from './matrix.ts';
import type { Options } from './options.ts';
import type { Result } from './run.ts';
import { SCENARIOS } from './scenarios.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/faults.md');
const RESULTS = path.resolve(import.meta.dirname, 'results.json');

/** The last word on a scenario in a topology. */
export type Last = {
  row: string;
  title: string;
  topology: Result['topology'];
  outcome: Result['outcome'];
  seed: number;
  /** What stood around it, if not one of each on Postgres. */
  around?: string;
  at: string;
  seconds: number;
};

export const lastResults = (): Last[] => (existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Last[]) : []);

/** No two storms are alike: the last few of them are kept. */
const STORMS = 6;
const keyOf = ({ row, title, topology, seed }: Pick<Last, 'row' | 'title' | 'topology' | 'seed'>) =>
  row === 'storm' ? `${topology} storm ${seed}` : `${topology} ${title}`;

/** Keeps the last result of each scenario in each topology, and writes the page anew. */
export function recordResults({ seed, pairs, redis }: Pick<Options, 'seed' | 'pairs' | 'redis'>, results: Result[]): void {
  const told = [pairs && 'pairs', redis && 'Redis'].filter(Boolean).join(', ');
  const at = new Date().toISOString().slice(0, 10);
  const known = new Map(lastResults().map((last) => [keyOf(last), last]));
  for (const { row, title, topology, outcome, seconds } of results)
    known.set(keyOf({ row, title, topology, seed }), { row, title, topology, outcome, seed, ...(told && { around: told }), at, seconds });
  const storms = [...known.values()].filter(({ row }) => row === 'storm').sort((a, b) => a.at.localeCompare(b.at));
  const old = new Set(storms.slice(0, -STORMS));
  const all = [...known.values()]
    .filter((last) => !old.has(last))
    .sort((a, b) => number(a.row) - number(b.row) || keyOf(a).localeCompare(keyOf(b)));
  writeFileSync(RESULTS, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(PAGE, pageOf(all));
}

const seedOf = ({ seed, around }: Last): string => `seed ${seed}${around ? `, ${around}` : ''}`;
const number = (row: string) => Number(row.slice(1)) || 99;

/** docs/faults.md: one row a fault, what proves it, its last result. */
export function pageOf(results: Last[]): string {
  const lines = MATRIX.map((row) => `| ${row.row} | ${row.fault} | ${row.holds} | ${proofOf(row)} | ${resultOf(row, results)} |`);
  const storms = results
    .filter((last) => last.row === 'storm')
    .map((last) => `- ${last.title}: **${last.outcome}**, ${last.topology}, ${seedOf(last)}, ${last.at}`);
  return `# What is survived

Each fault, what must hold under it, the tests that prove it, and how the last drill ended. Scenarios of a shop that runs are in
\`drills/faults/scenarios/\`; \`npm test\` plays a reduced set of them in both topologies, \`npm run drill:faults\` all of them in full, and
\`--record\` writes this page. Pairs: two gateways and two workers; Redis: queues and kept answers are on one.

| | fault | what holds | proved by | last drill (one process; many) |
|---|---|---|---|---|
${lines.join('\n')}

## The rules of the order saga

Each has been taken out of the code once, and the test was seen to fail.

| rule | test |
|---|---|
${RULES.map(({ rule, test }) => `| ${rule} | \`${test}\` |`).join('\n')}

## All at once

${storms.join('\n') || '- not yet recorded'}
`;
}

function proofOf({ row, tests, later }: MatrixRow): string {
  const titles = SCENARIOS.filter((scenario) => scenario.row === row).map((scenario) => scenario.title);
  const shown = [...titles.map((title) => `drill: ${title}`), ...tests.map((test) => `\`${test.split(' › ')[0]}\``)];
  return [...new Set(shown), ...(later ? [`(${later})`] : [])].join('; ');
}

function resultOf({ row, tests }: MatrixRow, results: Last[]): string {
  const of = (topology: Last['topology']) => {
    const own = results.filter((last) => last.row === row && last.topology === topology);
    if (own.length === 0) return '–';
    const outcome = own.find((last) => last.outcome === 'broken') ?? own.find((last) => last.outcome === 'skipped') ?? own[0]!;
    return `${outcome.outcome} (${outcome.at}, ${seedOf(outcome)})`;
  };
  const [one, many] = [of('one process'), of('many processes')];
  if (one === '–' && many === '–') return tests.length > 0 ? 'in every `npm test`' : 'not yet';
  return `${one}; ${many}`;
}
