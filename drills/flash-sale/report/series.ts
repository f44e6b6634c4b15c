import { quantile } from '../histogram.ts';
import { LANES, type Lane } from '../load.ts';
import type { Run } from '../run.ts';
import { between } from '../tally.ts';

/** One value a second, from the start of a rehearsal; null where nothing was seen. */
export type Series = { name: string; values: (number | null)[] };
export type Charts = {
  requests: Series[];
  admissions: Series[];
  queue: Series[];
  stock: Series[];
  latency: Series[];
  troubles: Series[];
  busy: Series[];
};
/** A lane in one part of a rehearsal; latencies in milliseconds. */
export type LaneFigures = { lane: Lane; ok: number; shed: number; failed: number; p50: number | null; p99: number | null; max: number };

const SHOWN: readonly Lane[] = ['browse', 'cart', 'join', 'poll', 'checkout', 'cheats'];
const TIMED: readonly Lane[] = ['browse', 'cart', 'join', 'poll', 'checkout', 'bought'];

/** What the charts of a run show, second by second. Pure. */
export function chartsOf(run: Run): Charts {
  const { load, samples, admissionsPerSecond } = run;
  const seconds = Math.ceil(Math.max(run.timeline.end, ...samples.slice(-1).map(({ at }) => at), ...load.served) / 1000);
  const each = (value: (second: number) => number | null) => Array.from({ length: seconds }, (_, second) => value(second));
  const lane = (name: Lane, second: number) => load.lanes[name]?.[second];
  const planned = (name: Lane) =>
    each((second) => {
      const seen = lane(name, second);
      return seen ? seen.ok + seen.shed + seen.failed + seen.wrong : 0;
    });
  const all = (what: 'shed' | 'failed' | 'wrong') =>
    each((second) => [...LANES, 'checkout again' as const].reduce((sum, name) => sum + (lane(name, second)?.[what] ?? 0), 0));
  const sampled = (read: (sample: Run['samples'][number]) => number) =>
    each((second) => {
      const seen = samples.findLast(({ at }) => at >= second * 1000 && at < second * 1000 + 1000);
      return seen ? read(seen) : null;
    });
  const served = new Map<number, number>();
  for (const at of load.served) served.set(Math.floor(at / 1000), (served.get(Math.floor(at / 1000)) ?? 0) + 1);
  return {
    requests: SHOWN.map((name) => ({ name, values: planned(name) })),
    admissions: [
      { name: 'let in', values: rises(sampled(({ letIn }) => letIn)) },
      { name: 'served', values: each((second) => served.get(second) ?? 0) },
      { name: 'what is let in at most', values: each((second) => (second * 1000 >= run.timeline.opensAt ? admissionsPerSecond : null)) },
    ],
    queue: [{ name: 'waiting', values: sampled(({ waiting }) => waiting) }],
    stock: [
      { name: 'free', values: sampled(({ available }) => available) },
      { name: 'held', values: sampled(({ reserved }) => reserved) },
      { name: 'sold', values: sampled(({ sold }) => sold) },
    ],
    latency: TIMED.map((name) => ({
      name,
      values: each((second) => {
        const seen = lane(name, second);
        return seen ? quantile(seen.latency, 0.99) : null;
      }),
    })),
    busy: Object.entries(run.busy).map(([name, values]) => ({ name, values })),
    troubles: [
      { name: 'told to come later (429)', values: all('shed') },
      { name: 'failed', values: all('failed') },
      { name: 'wrong', values: all('wrong') },
    ],
  };
}

/** By how much a count has grown since the last time it was seen. */
function rises(counts: (number | null)[]): (number | null)[] {
  let last = 0;
  return counts.map((count) => {
    if (count === null) return null;
    const rise = count - last;
    last = count;
    return rise;
  });
}

/** The lanes while it was calm, in the rush, and afterwards. Pure. */
export function figuresOf({ load, timeline }: Run): Record<'calm' | 'rush' | 'afterwards', LaneFigures[]> {
  const figures = (from: number, to: number) =>
    [...TIMED, 'cheats' as const].flatMap((lane): LaneFigures[] => {
      const { ok, shed, failed, wrong, latency } = between(load.lanes, lane, from, to);
      if (ok + shed + failed + wrong === 0) return [];
      return [{ lane, ok, shed, failed: failed + wrong, p50: quantile(latency, 0.5), p99: quantile(latency, 0.99), max: latency.maxMs }];
    });
  return {
    calm: figures(timeline.calmFrom, timeline.rushFrom),
    rush: figures(timeline.rushFrom, timeline.rushTo),
    afterwards: figures(timeline.recoveredFrom, timeline.end),
  };
}
