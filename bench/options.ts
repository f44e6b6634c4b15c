import path from 'node:path';
import { parseArgs } from 'node:util';

export const MEASURES = ['import', 'read', 'checkout', 'stripe', 'hot'] as const;
/** Several measures under one name. */
const GROUPS: Record<string, readonly MeasureName[]> = { write: ['checkout', 'stripe', 'hot'] };
export type MeasureName = (typeof MEASURES)[number];
export type Options = { seconds: number; products: number; only: readonly MeasureName[]; json: string; profile: string | null };

const ROOT = path.resolve(import.meta.dirname, '..');

export const HELP = `Usage: npm run bench [-- NAME... --seconds N --products N --json FILE --profile FOLDER]

Opens shops of its own, measures them, and measures beside each what the same machine could do at most.

  NAME               of ${MEASURES.join(', ')}, write (default: all of them, in this order)
                       import    a generated catalogue through the shop's own command
                       read      pages of a large catalogue: cached, uncached, searched; what growing costs; needs wrk
                       checkout  from lines to a paid order, of many variants and of one; the provider answers in process
                       stripe    the same by Stripe's SDK from the simulator
                       hot       reservations of one variant
                       write     all three of selling
  --seconds N        how long each measure runs (1 to 300; default 3)
  --products N       size of the large catalogue (1000 to 1000000; default 100000)
  --json FILE        where the figures are written (default .cache/bench.json)
  --profile FOLDER   writes CPU profiles of the shops' processes there

Exit code 1: an answer was wrong, or durability was off.`;

/** What was asked for, or one line that says what is wrong with it; null asks for help. */
export function readOptions(args: string[]): Options | { fault: string } | null {
  let values: { seconds: string; products: string; json?: string; profile?: string; help?: boolean };
  let named: string[];
  try {
    ({ values, positionals: named } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '3' },
        products: { type: 'string', default: '100000' },
        json: { type: 'string' },
        profile: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return { fault: (error as Error).message };
  }
  if (values.help) return null;
  const seconds = Number(values.seconds);
  if (!(seconds >= 1 && seconds <= 300)) return { fault: `--seconds is "${values.seconds}": it must be a number from 1 to 300` };
  const products = Number(values.products);
  if (!(Number.isInteger(products) && products >= 1_000 && products <= 1_000_000))
    return { fault: `--products is "${values.products}": it must be a whole number from 1000 to 1000000` };
  const wanted = named.flatMap((name): readonly string[] => GROUPS[name] ?? [name]);
  const unknown = wanted.find((name) => !MEASURES.includes(name as MeasureName));
  if (unknown !== undefined) return { fault: `"${unknown}" is no measure: it must be one of ${MEASURES.join(', ')}, write` };
  const only = MEASURES.filter((name) => wanted.length === 0 || wanted.includes(name));
  const json = values.json ? asTyped(values.json) : path.join(ROOT, '.cache/bench.json');
  return { seconds, products, only, json, profile: values.profile ? asTyped(values.profile) : null };
}

/** npm runs us at the root; a file is named from where the command was typed. */
const asTyped = (file: string) => path.resolve(process.env.INIT_CWD ?? '.', file);
