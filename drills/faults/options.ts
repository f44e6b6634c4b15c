import { parseArgs } from 'node:util';
import { noRedis } from '../../kit/testing/redis.ts';
import type { Topology } from '../harness/drill-world.ts';

export const HELP = `Usage: npm run drill:faults -- [options]

Opens a shop, breaks everything around it on purpose, and checks that no unit was sold twice, no buyer charged twice and
no order lost: first each fault by itself (docs/faults.md), then all of them at once under load, with blind kills, for
the time that is left.

  --minutes N     about how long, over all topologies (default 10). From 60 on every fault comes as often as
                  the matrix says; below, less often. The storm lasts a minute at least; 0: single faults alone
  --seed S        every choice follows from it (default: drawn, and printed)
  --topology T    one | many | both (default both)
  --pairs         of one process a context: two gateways behind a balancer, and two workers
  --redis         queues and kept answers on a Redis of its own, a database for each topology
  --only ROWS     these rows alone, e.g. F7,F9; "storm" for the storm alone
  --record        writes the results into docs/faults.md
  --help

Exit code 0: everything held and every planned fault has happened.`;

export type Options = {
  minutes: number;
  seed: number;
  topologies: Topology[];
  rows: string[] | undefined;
  record: boolean;
  pairs: boolean;
  redis: boolean;
};

/** The options of a drill, or the sentence that says what is wrong with them. */
export function readOptions(args: string[]): Options | string {
  let values: { [name in 'minutes' | 'seed' | 'topology' | 'only']?: string } & {
    [name in 'record' | 'pairs' | 'redis' | 'help']?: boolean;
  };
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const options = { minutes: text, seed: text, topology: text, only: text, record: flag, pairs: flag, redis: flag, help: flag };
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    return `${(error as Error).message}\n\n${HELP}`;
  }
  if (values.help) return HELP;
  const {
    minutes = '10',
    seed = String(Math.floor(Math.random() * 1e9)),
    topology = 'both',
    only,
    record = false,
    pairs = false,
    redis = false,
  } = values;
  const TOPOLOGIES: Record<string, Topology[]> = {
    one: ['one process'],
    many: ['many processes'],
    both: ['one process', 'many processes'],
  };
  if (!(Number(minutes) >= 0) || minutes === '') return `--minutes ${minutes}: must be a number of minutes. For example: --minutes 10`;
  if (!/^\d+$/.test(seed)) return `--seed ${seed}: must be a whole number. For example: --seed 42`;
  if (!TOPOLOGIES[topology]) return `--topology ${topology}: must be one, many or both.`;
  if (redis && noRedis) return `--redis: there is ${noRedis}.`;
  const rows = only?.split(',').map((row) => row.trim());
  return { minutes: Number(minutes), seed: Number(seed), topologies: TOPOLOGIES[topology], rows, record, pairs, redis };
}
