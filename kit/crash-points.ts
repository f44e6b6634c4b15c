import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from './config.ts';
import type { SagaTable, Step } from './saga.ts';

const MOMENTS = ['before', 'inside', 'after'] as const;
type Moment = (typeof MOMENTS)[number];

/** `<saga>.<step>.<moment>` or `<saga>.<step>.undo.<moment>`, e.g. `PlaceOrder.reserve stock.after`. */
export const CRASH_POINT = /^\w+[.][\w ]+[.](undo[.])?(before|inside|after)$/;

/** All points at which a process can be made to die while it drives this saga. */
export const crashPointsOf = ({ name, steps }: SagaTable): string[] =>
  steps.flatMap((step) =>
    [`${name}.${step.name}`, ...(step.undo ? [`${name}.${step.name}.undo`] : [])].flatMap((at) =>
      MOMENTS.map((moment) => `${at}.${moment}`),
    ),
  );

/**
 * For drills: this process dies by SIGKILL, as by a power cut, when the saga comes to that point. `before`: the step is
 * logged as started and nothing is done; `inside`: it is under way; `after`: its effect is there and not recorded.
 */
export function withCrashPoint(table: SagaTable, at: string | null): SagaTable {
  if (!at?.startsWith(`${table.name}.`)) return table;
  if (!crashPointsOf(table).includes(at)) throw new ConfigError(`CRASH_AT: ${table.name} has no such point: ${at}`);
  const dying = (act: Step['run'], place: string): Step['run'] => {
    const moment = MOMENTS.find((each) => at === `${place}.${each}`);
    return moment ? (told) => dieAt(moment, () => act(told)) : act;
  };
  const steps = table.steps.map((step) => {
    const place = `${table.name}.${step.name}`;
    return { ...step, run: dying(step.run, place), ...(step.undo && { undo: dying(step.undo, `${place}.undo`) }) };
  });
  return { ...table, steps };
}

async function dieAt(moment: Moment, act: () => Promise<unknown>): Promise<unknown> {
  if (moment === 'before') die();
  const acting = act();
  await (moment === 'inside' ? Promise.race([acting, sleep(1)]) : acting);
  return die();
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('bug: this process is dead');
}
