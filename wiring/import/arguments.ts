import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isCurrency } from '../../schema/vocabulary/money.ts';

export type ImportArguments = { file: string; currency: string; dryRun: boolean; fromStart: boolean; report: string | null };

/** What was asked for, or one line that says what is wrong with it. */
export function readArguments(args: string[], usualCurrency: string): ImportArguments | { fault: string } {
  const options = {
    currency: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'from-start': { type: 'boolean' },
    report: { type: 'string' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [named, ...more] = positionals;
    if (named === undefined || more.length > 0) return { fault: 'Name one file: npm run import -- FILE.csv (--help tells more)' };
    const file = asTyped(named);
    if (!existsSync(file) || !statSync(file).isFile()) return { fault: `There is no file ${file}.` };
    const currency = values.currency ?? usualCurrency;
    if (!isCurrency(currency)) return { fault: `--currency is "${currency}": it must be one of ISO 4217. For example: --currency EUR` };
    const report = values.report === undefined ? null : asTyped(values.report);
    if (report === file) return { fault: 'The report would be written over the file itself.' };
    return { file, currency, dryRun: values['dry-run'] ?? false, fromStart: values['from-start'] ?? false, report };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** npm runs us at the root; a file is named from where the command was typed. */
export const asTyped = (file: string): string => path.resolve(process.env.INIT_CWD ?? '.', file);
