import path from 'node:path';
import { parseArgs } from 'node:util';

export const MEASURES = ['product', 'list', 'checkout', 'hot'] as const;
export type MeasureName = (typeof MEASURES)[number];
export type Options = { seconds: number; only: readonly MeasureName[]; json: string; profile: string | null };

const ROOT = path.resolve(import.meta.dirname, '..');

export const HELP = `Usage: npm run bench [-- --seconds N --only NAME[,NAME] --json FILE --profile FOLDER]

Opens a demo shop of its own, measures it, and measures beside it what the same machine could do at most.

  --seconds N        how long each measure runs (1 to 300; default 3)
  --only NAME        of ${MEASURES.join(', ')}
  --json FILE        where the figures are written (default .cache/bench.json)
  --profile FOLDER   writes a CPU profile of the shop's process there

Exit code 1: an answer was wrong, or durability was off.`;

/** What was asked for, or one line that says what is wrong with it; null asks for help. */
export function readOptions(args: string[]): Options | { fault: string } | null {
  let values: { seconds: string; only?: string[]; json?: string; profile?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        seconds: { type: 'string', default: '3' },
        only: { type: 'string', multiple: true },
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
  const named = values.only?.flatMap((names) => names.split(','));
  const unknown = named?.find((name) => !MEASURES.includes(name as MeasureName));
  if (unknown !== undefined) return { fault: `--only is "${unknown}": it must be one of ${MEASURES.join(', ')}` };
  const only = MEASURES.filter((name) => !named || named.includes(name));
  const json = values.json ? asTyped(values.json) : path.join(ROOT, '.cache/bench.json');
  return { seconds, only, json, profile: values.profile ? asTyped(values.profile) : null };
}

/** npm runs us at the root; a file is named from where the command was typed. */
const asTyped = (file: string) => path.resolve(process.env.INIT_CWD ?? '.', file);
