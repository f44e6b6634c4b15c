import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';
import { type ImportArguments, readArguments } from '../import/arguments.ts';
import { type Imported, importFile } from '../import/import-file.ts';
import { keepMemorySteady } from '../import/steady-memory.ts';
import { untilSignal } from '../import/until-signal.ts';
import { count, span } from '../progress.ts';

export const help = `Usage: npm run import -- FILE.csv [--currency EUR] [--dry-run] [--report FILE] [--from-start]

Reads products from Shopify's product CSV, in its present or its older column names. The same file again changes nothing:
products are renewed by their handle, and stock is opened once. A row that cannot be taken is reported with its line and
reason, and does not stop the rest. The file is looked through first: one that is not UTF-8, or breaks off, changes nothing.

  --currency CODE   the currency of the file's prices; CURRENCY of the shop unless said otherwise
  --dry-run         makes every check and prints the report; the catalogue stays as it is
  --report FILE     the report as JSON Lines: line, handle, column, code, message, value, effect
  --from-start      takes all of the file, even where an earlier run of it was cut off

A run that was cut off (Ctrl-C, kill -9, power) goes on where it was when it is started again within a day with the same file.

  npm run import -- products.csv --dry-run --report findings.jsonl
  npm run import -- products.csv --currency USD

Exit code 0: the file was read to its end, whatever was refused. 1: it cannot be read, or its database could not be reached.
2: the arguments are wrong. 130: stopped by a signal.`;

export async function run(args: string[], config: Environment): Promise<number> {
  const asked = readArguments(args, config.currency);
  if ('fault' in asked) {
    console.error(asked.fault);
    return 2;
  }
  keepMemorySteady();
  const began = performance.now();
  const signal = untilSignal('Stopping after what is under way; once more ends at once.');
  try {
    const imported = await withContexts(config, (transport) =>
      importFile(asked, { transport, dataDir: config.dataDir, stopping: signal.aborted }),
    );
    return told(imported, asked, (performance.now() - began) / 1000);
  } finally {
    signal.close();
  }
}

function told(imported: Imported, { file, dryRun }: ImportArguments, seconds: number): number {
  if (imported.end === 'unreadable') {
    console.error(`${file}\n${imported.reason}\nNothing of it was taken.`);
    return 1;
  }
  const { counts, read, of, goneOnAfter, end } = imported;
  if (goneOnAfter > 0) console.log(`An earlier run was cut off after ${count(goneOnAfter)} products; this one went on from there.`);
  const same = counts.products - counts.created - counts.changed;
  console.log(
    `${counts.products} products with ${counts.variants} variants ${dryRun ? 'would be taken' : 'taken'}, ` +
      `${counts.refused} rows refused, ${counts.corrected} values corrected.`,
  );
  console.log(
    `${counts.created} products ${dryRun ? 'would be' : 'are'} new, ${counts.changed} changed, ${same} the same. ` +
      `${span(seconds)}, ${count(Math.round((read - goneOnAfter) / seconds))} products/s, peak memory ${peakMemory()} MB.`,
  );
  if (dryRun) console.log('This was a dry run: nothing was changed.');
  if (end === 'all') return 0;
  console.log(`Stopped after ${count(read)} of ${count(of)} products.${dryRun ? '' : ' The same command goes on from there.'}`);
  return 130;
}

const peakMemory = () => Math.round(process.resourceUsage().maxRSS / 1024);
