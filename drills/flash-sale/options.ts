import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Topology } from '../harness/drill-world.ts';

export const HELP = `Usage: npm run drill:flash-sale -- [options]

Opens a shop of its own, holds a flash sale in it under an open load from a process of its own, with cheats among the buyers, and
judges it by a table: latencies from the planned start, goodput, fairness, and what buyers were told against the books.
1x is 10 browses, 1 cart and 1 buyer a second.

  --multiplier N        how many times that (1 to 2000; default 50)
  --stock N             units in the sale (1 to 100000; default 300)
  --seconds N           how long the rush lasts, a sixth of it before the sale opens (6 to 3600; default 60)
  --topology T          one | many | both (default both)
  --seed S              every choice follows from it (default: drawn, and printed)
  --kill                kills a process in the middle: checkout where it runs alone, else the whole shop
  --restart-postgres    restarts Postgres in the middle
  --knee                again at 2, 4, 8 and 16 times the multiplier, until a row fails
  --provider-calls N    calls a second that the payment provider takes (default 25)
  --provider-ms N       how long each of them takes it (default 200)
  --capacity N          CHECKOUT_CAPACITY of the shop (default 40)
  --report FOLDER       where last.html and last.json are written (default .cache/drills/flash-sale)
  --help

Exit code 0: every row passed. 1: one failed. 3: the load fell behind its own plan, so that nothing was measured.`;

export type Options = {
  multiplier: number;
  stock: number;
  seconds: number;
  topologies: Topology[];
  seed: number;
  kill: boolean;
  restartPostgres: boolean;
  knee: boolean;
  providerCallsPerSecond: number;
  providerMs: number;
  checkoutCapacity: number;
  report: string;
};

const TOPOLOGIES: Record<string, Topology[]> = {
  one: ['one process'],
  many: ['many processes'],
  both: ['one process', 'many processes'],
};
/** Of the whole numbers: least, most, what it is when left out. */
const NUMBERS = {
  multiplier: [1, 2_000, 50],
  stock: [1, 100_000, 300],
  seconds: [6, 3_600, 60],
  seed: [0, 999_999_999, null],
  'provider-calls': [3, 100_000, 25],
  'provider-ms': [0, 4_000, 200],
  capacity: [1, 100_000, 40],
} as const;
type NumberName = keyof typeof NUMBERS;

const ROOT = path.resolve(import.meta.dirname, '../..');
const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;

/** The options of a rehearsal, or the text that is to be shown instead. */
export function readOptions(args: string[]): Options | string {
  let values: Partial<Record<NumberName | 'topology' | 'report', string>> & Record<'kill' | 'restart-postgres' | 'knee' | 'help', boolean>;
  try {
    const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, TEXT])) as Record<NumberName, typeof TEXT>;
    ({ values } = parseArgs({
      args,
      options: { ...numbers, topology: TEXT, report: TEXT, kill: FLAG, 'restart-postgres': FLAG, knee: FLAG, help: FLAG },
    }));
  } catch (error) {
    return `${(error as Error).message}\n\n${HELP}`;
  }
  if (values.help) return HELP;
  for (const name of Object.keys(NUMBERS) as NumberName[]) {
    const [least, most] = NUMBERS[name];
    const given = values[name];
    if (given !== undefined && !(/^\d+$/.test(given) && Number(given) >= least && Number(given) <= most))
      return `--${name} ${given}: must be a whole number from ${least} to ${most}.`;
  }
  const topologies = TOPOLOGIES[values.topology ?? 'both'];
  if (!topologies) return `--topology ${values.topology}: must be one, many or both.`;
  const number = (name: NumberName) => Number(values[name] ?? NUMBERS[name][2] ?? Math.floor(Math.random() * 1e9));
  return {
    multiplier: number('multiplier'),
    stock: number('stock'),
    seconds: number('seconds'),
    topologies,
    seed: number('seed'),
    kill: values.kill,
    restartPostgres: values['restart-postgres'],
    knee: values.knee,
    providerCallsPerSecond: number('provider-calls'),
    providerMs: number('provider-ms'),
    checkoutCapacity: number('capacity'),
    report: values.report ? path.resolve(process.env.INIT_CWD ?? '.', values.report) : path.join(ROOT, '.cache/drills/flash-sale'),
  };
}
