import { emptyHistogram, type Histogram, merged, record } from './histogram.ts';
import type { Lane, Lanes, Second } from './load.ts';

export type Outcome = 'ok' | 'shed' | 'failed' | 'wrong';

const emptySecond = (): Second => ({ ok: 0, shed: 0, failed: 0, wrong: 0, latency: emptyHistogram() });

/** Counts answers by lane and by the second for which they were planned. Times in milliseconds from the start. */
export function createTally() {
  const lanes: Lanes = {};
  const troubles: Record<string, { count: number; example: string }> = {};
  return {
    lanes,
    troubles,
    lag: emptyHistogram(),
    /** Of an answer that came at `endedAt`. Who is told to come later has waited for nothing: that is no latency. */
    count(lane: Lane, plannedAt: number, endedAt: number, outcome: Outcome): void {
      lanes[lane] ??= {};
      const seconds = lanes[lane];
      const second = Math.floor(plannedAt / 1000);
      seconds[second] ??= emptySecond();
      seconds[second][outcome] += 1;
      if (outcome !== 'shed') record(seconds[second].latency, endedAt - plannedAt);
    },
    trouble(kind: string, example: string): void {
      troubles[kind] ??= { count: 0, example: example.slice(0, 400) };
      troubles[kind].count += 1;
    },
  };
}
export type Tally = ReturnType<typeof createTally>;

/** All of a lane between two moments (milliseconds; whole seconds count), but for the seconds that are left out. */
export function between(lanes: Lanes, lane: Lane, from: number, to: number, isLeftOut: (second: number) => boolean = () => false): Second {
  const within = Object.entries(lanes[lane] ?? {})
    .filter(([second]) => Number(second) * 1000 >= from && Number(second) * 1000 < to && !isLeftOut(Number(second)))
    .map(([, counts]) => counts);
  const sum = (what: Outcome) => within.reduce((total, counts) => total + counts[what], 0);
  const latency: Histogram = merged(within.map((counts) => counts.latency));
  return { ok: sum('ok'), shed: sum('shed'), failed: sum('failed'), wrong: sum('wrong'), latency };
}
