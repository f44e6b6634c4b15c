import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Dialect } from '../../subgraphs/catalog/import/columns.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';
import { exportFile } from '../export/export-file.ts';
import { asTyped } from '../import/arguments.ts';
import { keepMemorySteady } from '../import/steady-memory.ts';
import { untilSignal } from '../import/until-signal.ts';
import { count, span } from '../progress.ts';

export const help = `Usage: npm run export -- [FILE.csv] [--format current|legacy] [--force]

Writes all products with their free units into a file of Shopify's product CSV (products.csv unless said otherwise). Importing
it again changes nothing. Text that a spreadsheet would run as a formula has an apostrophe before it; an import of our own file
takes it away again. What the format cannot say is told: a cell that is left empty, or a product that is left out.

  --format current|legacy   Shopify's column names of today, or those before 2025
  --force                   writes over a file that is there

  npm run export
  npm run export -- backup.csv --format legacy --force

Exit code 0: all products are in the file. 1: some are not, each with its reason. 2: the arguments are wrong. 130: stopped by
a signal; there is no file then.`;

export async function run(args: string[], config: Environment): Promise<number> {
  const asked = readArguments(args);
  if ('fault' in asked) {
    console.error(asked.fault);
    return 2;
  }
  keepMemorySteady();
  const began = performance.now();
  const signal = untilSignal('Stopping.');
  try {
    const done = await withContexts(config, (transport) => exportFile(asked, { transport, stopping: signal.aborted }));
    if (done === 'stopped') return 130;
    const seconds = (performance.now() - began) / 1000;
    console.log(`${done.products} products with ${done.variants} variants in ${asked.file}, ${done.leftOut} left out.`);
    console.log(`${span(seconds)}, peak memory ${count(Math.round(process.resourceUsage().maxRSS / 1024))} MB.`);
    return done.leftOut > 0 ? 1 : 0;
  } finally {
    signal.close();
  }
}

function readArguments(args: string[]): { file: string; dialect: Dialect } | { fault: string } {
  try {
    const options = { format: { type: 'string', default: 'current' }, force: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { format: dialect } = values;
    if (positionals.length > 1) return { fault: 'Name one file: npm run export -- FILE.csv (--help tells more)' };
    if (dialect !== 'current' && dialect !== 'legacy') return { fault: `--format is "${dialect}": it must be current or legacy` };
    const file = asTyped(positionals[0] ?? 'products.csv');
    if (existsSync(file) && !values.force) return { fault: `There is a file ${file} already; --force writes over it.` };
    return { file, dialect };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
