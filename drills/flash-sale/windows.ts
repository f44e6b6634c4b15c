import type { Run } from './run.ts';

const WINDOW_MS = 10_000;
/** So long after something was broken on purpose, latencies and goodput are shown and not judged: refusals are, by a row of their own. */
const SETTLING_MS = 10_000;
/** What had been asked so long before may still have been under way when it was broken: requests are counted by when they were planned. */
const UNDER_WAY_MS = 1_000;

export const isDisturbed = ({ disturbances }: Pick<Run, 'disturbances'>, from: number, to: number): boolean =>
  disturbances.some(({ at }) => from < at + SETTLING_MS && to > at - UNDER_WAY_MS);

export type Window = { from: number; perSecond: number };

/**
 * Attempts brought to their end a second, in every window of ten seconds (one a second) in which there was somebody to let in and something to
 * sell all the time. Pure.
 */
export function goodputWindows(run: Pick<Run, 'load' | 'samples' | 'timeline' | 'disturbances'>): Window[] {
  const { load, samples, timeline } = run;
  const last = samples.at(-1)?.at ?? 0;
  const windows: Window[] = [];
  for (let from = timeline.opensAt; from + WINDOW_MS <= last; from += 1_000) {
    const to = from + WINDOW_MS;
    const seen = samples.filter(({ at }) => at >= from && at <= to);
    const wasBusy = seen.length > 0 && seen.every(({ waiting, available }) => waiting > 0 && available > 0);
    if (!wasBusy || isDisturbed(run, from, to)) continue;
    windows.push({ from, perSecond: load.served.filter((at) => at >= from && at < to).length / (WINDOW_MS / 1000) });
  }
  return windows;
}

/** After the rush: how many were still to be served, and after how many milliseconds there were none. Null: never, as far as was seen. Pure. */
export function drainOf({ samples, timeline }: Pick<Run, 'samples' | 'timeline'>): { backlog: number; ms: number | null } {
  const left = ({ waiting, available, reserved }: Run['samples'][number]) => (available + reserved === 0 ? 0 : waiting);
  const after = samples.filter(({ at }) => at >= timeline.rushTo);
  const [first] = after;
  if (!first || left(first) === 0) return { backlog: 0, ms: 0 };
  const empty = after.find((sample) => left(sample) === 0);
  return { backlog: Math.min(left(first), first.available + first.reserved), ms: empty ? empty.at - timeline.rushTo : null };
}
