import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run drill:hostile -- [options]

Opens a shop of its own and attacks its gateway over real connections, one kind of request after another: documents drawn from the
schema (valid, broken, deep, wide, aliased, bombs of fragments, floods of directives, dear ones), hostile values and variables, batches,
HTTP that is wrong in every way. No answer may be a 5xx, show a stack, SQL, a path or an address, or an error of ours; the shop must be
there afterwards, its memory bounded. Meanwhile somebody browses.

  --seed N       every choice follows from it (default: drawn, and printed)
  --seconds N    how long (1 to 86400; default 60)
  --help

Exit code 0: nothing was found. 1: something was; the smallest request of each kind that does it is printed.`;

export type Options = { seed: number; seconds: number };

/** The options of a run, or the text that is to be shown instead. */
export function readOptions(args: string[]): Options | string {
  let values: { seed?: string; seconds?: string; help?: boolean };
  try {
    ({ values } = parseArgs({ args, options: { seed: { type: 'string' }, seconds: { type: 'string' }, help: { type: 'boolean' } } }));
  } catch (error) {
    return `${(error as Error).message}\n\n${HELP}`;
  }
  if (values.help) return HELP;
  const wrong = (name: 'seed' | 'seconds', least: number, most: number): string | null => {
    const given = values[name];
    const fits = given === undefined || (/^\d+$/.test(given) && Number(given) >= least && Number(given) <= most);
    return fits ? null : `--${name} ${given}: must be a whole number from ${least} to ${most}.`;
  };
  const fault = wrong('seed', 0, 999_999_999) ?? wrong('seconds', 1, 86_400);
  if (fault) return fault;
  return { seed: Number(values.seed ?? Math.floor(Math.random() * 1e9)), seconds: Number(values.seconds ?? 60) };
}
