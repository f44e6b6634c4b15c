import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embeddedPostgres } from '../kit/postgres/embedded.ts';
import { MUTATION_PARTS } from './mutation-parts.ts';
import { outdated, page, type Part, type Reasons, type Report, survivorsOf, tally } from './mutation-report.ts';

/** `npm run mutation`: changes the heart of the shop in one place at a time, and sees whether the tests notice. */
const THRESHOLD = 90;
const CACHE = '.cache/mutation';
const PAGE = 'docs/mutation.md';
const REASONS = 'docs/mutation-reasons.json';
const HELP = `Usage: npm run mutation [-- [<part>] [--anew] [--concurrency N]]

Mutation testing with Stryker, on a real Postgres of its own. Parts: ${Object.keys(MUTATION_PARTS).join(', ')}; all of them when
none is named. Ends with 1 when a part scores less than ${THRESHOLD} %. Reports are under ${CACHE}; ${PAGE} is written anew.
  --anew           runs every mutant, also those whose code and tests have not changed since the last run
  --concurrency N  so many mutants at once (2)`;

const reportOf = (part: string) => `${CACHE}/${part}.json`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}
const given = optionsOf(args);
if (!given) {
  console.error(HELP);
  process.exit(2);
}
process.exit(await run(given));

type Options = { parts: string[]; anew: boolean; concurrency: number };

function optionsOf(words: string[]): Options | null {
  const options: Options = { parts: [], anew: false, concurrency: 2 };
  for (const [i, word] of words.entries()) {
    if (word === '--anew') options.anew = true;
    else if (word === '--concurrency') options.concurrency = Number(words[i + 1]);
    else if (word in MUTATION_PARTS) options.parts.push(word);
    else if (words[i - 1] !== '--concurrency') return null;
  }
  if (!(options.concurrency >= 1)) return null;
  return { ...options, parts: options.parts.length > 0 ? options.parts : Object.keys(MUTATION_PARTS) };
}

async function run({ parts, anew, concurrency }: Options): Promise<number> {
  mkdirSync(CACHE, { recursive: true });
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-mutation-'));
  const server = await embeddedPostgres({ dataDir, settings: { max_connections: '300' } });
  try {
    for (const part of parts) {
      const status = await stryker(part, { anew, concurrency, databaseUrl: server.url });
      if (status !== 0) return status;
    }
  } finally {
    await server.stop();
    for (const folder of [dataDir, `${CACHE}/sandbox`]) rmSync(folder, { recursive: true, force: true });
  }
  return tell(parts);
}

/** Stryker over one part, as a process of its own. Ctrl+C reaches it too: it is waited for, and Postgres is stopped after it. */
function stryker(
  part: string,
  { anew, concurrency, databaseUrl }: { anew: boolean; concurrency: number; databaseUrl: string },
): Promise<number> {
  const config = {
    ...(JSON.parse(readFileSync('stryker.config.json', 'utf8')) as object),
    mutate: MUTATION_PARTS[part]!.subjects,
    concurrency,
    incrementalFile: `${CACHE}/${part}.incremental.json`,
    jsonReporter: { fileName: reportOf(part) },
    htmlReporter: { fileName: `${CACHE}/${part}.html` },
  };
  const file = `${CACHE}/${part}.config.json`;
  writeFileSync(file, JSON.stringify(config));
  console.log(`\nMutating ${part} ...`);
  const child = spawn('node_modules/.bin/stryker', ['run', file, ...(anew ? ['--force'] : [])], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_PART: part, TEST_POSTGRES_URL: databaseUrl },
  });
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, passOn);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, passOn);
      resolve(code ?? 1);
    });
  });
}

/** Prints the scores and writes the page, once every part has been run. */
function tell(run: string[]): number {
  const reasons = JSON.parse(readFileSync(REASONS, 'utf8')) as Reasons;
  const parts: Part[] = Object.keys(MUTATION_PARTS)
    .filter((name) => existsSync(reportOf(name)))
    .map((name) => ({
      name,
      date: statSync(reportOf(name)).mtime.toISOString().slice(0, 10),
      report: JSON.parse(readFileSync(reportOf(name), 'utf8')) as Report,
    }));
  console.log('');
  for (const { name, report } of parts) {
    const { score, survived, uncovered } = tally(report);
    const unexplained = survivorsOf(report, reasons).filter((it) => it.reason === null).length;
    const survivors = `${survived + uncovered} survive${unexplained > 0 ? `, ${unexplained} of them without a reason` : ''}`;
    console.log(`${score >= THRESHOLD ? '✓' : '✗'} ${name}: ${score.toFixed(1)} % (${survivors})`);
  }
  if (parts.length === Object.keys(MUTATION_PARTS).length) {
    const survivors = parts.flatMap(({ report }) => survivorsOf(report, reasons));
    for (const reason of outdated(reasons, survivors)) console.log(`a reason that nothing needs any more: ${reason}`);
    writeFileSync(PAGE, page(parts, reasons, THRESHOLD));
    console.log(`${PAGE} was written`);
  }
  return parts.every(({ name, report }) => !run.includes(name) || tally(report).score >= THRESHOLD) ? 0 : 1;
}
