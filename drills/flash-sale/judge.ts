import { quantile } from './histogram.ts';
import { LANES, type Lane } from './load.ts';
import type { Run } from './run.ts';
import { between } from './tally.ts';
import { soldOutAt } from './watch.ts';
import { drainOf, goodputWindows, isDisturbed } from './windows.ts';

/** How a row of the table came out. `passed` is null where there was nothing to judge. */
export type Verdict = { measure: string; bar: string; isTimed: boolean; measured: string; passed: boolean | null; offenders: string[] };
type Found = { measured: string; passed: boolean | null; offenders?: string[] };
/** `isTimed`: it asks how fast, not whether it is right. */
type Rule = { measure: string; bar: string; isTimed: boolean; find: (run: Run) => Found };

const BROWSE_CALM_MS = 50;
const BROWSE_RUSH_MS = 300;
const CHECKOUT_MS = 1_000;
const GOODPUT = 0.9;
const INVERSIONS = 0.001;
const NEWS_MS = 2_000;
const DRAIN = { factor: 1.2, plusMs: 10_000 };
const RECOVERY = 1.2;
/** What is faster than this was not slowed down: at ten browses a second a p99 is made of two of them. */
const FAST_MS = 10;
const LEAST_BROWSED = 0.99;
const REFUSED_SECONDS = 5;
/** Beyond this the load was not the one that was planned. */
const LAG_MS = 100;

const ms = (value: number | null): string => (value === null ? 'nothing seen' : `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`);
const percent = (share: number): string => `${(share * 100).toFixed(share > 0.99 || share < 0.01 ? 3 : 1)} %`;
const none = (offenders: string[]): Found => ({ measured: String(offenders.length), passed: offenders.length === 0, offenders });

/** A lane while it was rushed, the time after something was broken on purpose apart. */
const inRush = (run: Run, lane: Lane) =>
  between(run.load.lanes, lane, run.timeline.rushFrom, run.timeline.rushTo, (second) =>
    isDisturbed(run, second * 1000, second * 1000 + 1000),
  );
const browsed = (run: Run, from: number, to: number, barMs: number): Found => {
  const { latency, wrong } = between(run.load.lanes, 'browse', from, to, (second) => isDisturbed(run, second * 1000, second * 1000 + 1000));
  const p99 = quantile(latency, 0.99);
  return {
    measured: `${ms(p99)}${wrong > 0 ? `, ${wrong} bodies wrong` : ''}`,
    passed: p99 !== null && p99 <= barMs && wrong === 0,
  };
};

/** The table of a rehearsal. Each row is judged by itself. */
export const TABLE: readonly Rule[] = [
  {
    measure: 'browse p99 at 1x',
    bar: `≤ ${BROWSE_CALM_MS} ms, bodies right`,
    isTimed: true,
    find: (run) => browsed(run, run.timeline.calmFrom, run.timeline.rushFrom, BROWSE_CALM_MS),
  },
  {
    measure: 'browse p99 in the rush',
    bar: `≤ ${BROWSE_RUSH_MS} ms, bodies right`,
    isTimed: true,
    find: (run) => browsed(run, run.timeline.rushFrom, run.timeline.rushTo, BROWSE_RUSH_MS),
  },
  {
    measure: 'first checkout answer p99 in the rush',
    bar: `≤ ${CHECKOUT_MS} ms`,
    isTimed: true,
    find: (run) => {
      const p99 = quantile(inRush(run, 'checkout').latency, 0.99);
      return { measured: ms(p99), passed: p99 === null ? null : p99 <= CHECKOUT_MS };
    },
  },
  { measure: 'wrong answers', bar: '0', isTimed: false, find: wrongAnswers },
  { measure: '5xx, resets, time-outs', bar: '0', isTimed: false, find: failures },
  {
    measure: 'goodput in every 10 s',
    bar: `≥ ${GOODPUT * 100} % of what is admitted`,
    isTimed: true,
    find: (run) => {
      const windows = goodputWindows(run);
      if (windows.length === 0) return { measured: 'no 10 s with a line and stock', passed: null };
      const least = windows.reduce((worst, window) => (window.perSecond < worst.perSecond ? window : worst));
      const share = least.perSecond / run.admissionsPerSecond;
      return {
        measured: `${percent(share)} at worst: ${least.perSecond.toFixed(1)}/s of ${run.admissionsPerSecond.toFixed(1)}/s, from second ${Math.round(least.from / 1000)} on`,
        passed: share >= GOODPUT,
      };
    },
  },
  { measure: 'oversold', bar: '0', isTimed: false, find: ({ afterwards }) => none(afterwards.oversold) },
  { measure: 'stranded', bar: '0', isTimed: false, find: ({ afterwards }) => none(afterwards.stranded) },
  { measure: 'double charged', bar: '0', isTimed: false, find: ({ afterwards }) => none(afterwards.chargedTwice) },
  { measure: 'lost', bar: '0', isTimed: false, find: ({ afterwards }) => none(afterwards.lost) },
  { measure: 'got by cheating', bar: '0', isTimed: false, find: ({ afterwards }) => none(afterwards.cheated) },
  { measure: 'findings of the audit', bar: '0', isTimed: false, find: ({ afterwards }) => none(afterwards.findings) },
  { measure: 'the draw, by its seed', bar: '0 misplaced', isTimed: false, find: ({ afterwards }) => none(afterwards.draw) },
  {
    measure: 'order inversions between 1 s buckets',
    bar: `≤ ${percent(INVERSIONS)}`,
    isTimed: false,
    find: ({ afterwards: { inversions } }) => ({
      measured:
        inversions.share === null
          ? 'nobody to compare'
          : `${percent(inversions.share)} (${inversions.inverted} of ${inversions.pairs} pairs)`,
      passed: inversions.share === null ? null : inversions.share <= INVERSIONS,
    }),
  },
  { measure: 'sold-out news', bar: `all within one poll + ${NEWS_MS / 1000} s`, isTimed: true, find: soldOutNews },
  { measure: 'drain', bar: `backlog / rate x ${DRAIN.factor} + ${DRAIN.plusMs / 1000} s`, isTimed: true, find: drained },
  { measure: 'browse p99 afterwards', bar: `≤ ${RECOVERY} x what it was (or ${FAST_MS} ms)`, isTimed: true, find: recovered },
  {
    measure: 'browse, with what was broken on purpose',
    bar: `≥ ${LEAST_BROWSED * 100} %`,
    isTimed: true,
    find: (run) => {
      if (run.disturbances.length === 0) return { measured: 'nothing was broken', passed: null };
      const { ok, shed, failed, wrong } = between(run.load.lanes, 'browse', run.timeline.rushFrom, run.timeline.rushTo);
      const share = ok / (ok + shed + failed + wrong);
      return { measured: percent(share), passed: share >= LEAST_BROWSED };
    },
  },
  {
    measure: 'refused checkouts, with what was broken on purpose',
    bar: `≤ ${REFUSED_SECONDS} s`,
    isTimed: true,
    find: (run) => {
      if (run.disturbances.length === 0) return { measured: 'nothing was broken', passed: null };
      const seconds = new Set(run.load.refusedCheckouts.map((at) => Math.floor(at / 1000))).size;
      return { measured: `${seconds} s`, passed: seconds <= REFUSED_SECONDS };
    },
  },
];

export const judge = (run: Run): Verdict[] =>
  TABLE.map(({ measure, bar, isTimed, find }) => {
    const { measured, passed, offenders = [] } = find(run);
    return { measure, bar, isTimed, measured, passed, offenders };
  });

/** The load itself: null when it was the one that was planned, else why nothing was measured. */
export function invalid({ load: { lag } }: Run): string | null {
  const p99 = quantile(lag, 0.99);
  return p99 !== null && p99 > LAG_MS ? `the load fell behind its plan: its p99 left ${ms(p99)} late, ${LAG_MS} ms at most would do` : null;
}

function wrongAnswers(run: Run): Found {
  const lanes = [...LANES, 'checkout again', 'cheats'] as const;
  const wrong = lanes.reduce((sum, lane) => sum + between(run.load.lanes, lane, 0, Number.POSITIVE_INFINITY).wrong, 0);
  return { measured: String(wrong), passed: wrong === 0, offenders: troubles(run, /wrong/) };
}

/** Faults of the shop, whoever asked; those of the time after something was broken on purpose have rows of their own. */
function failures(run: Run): Found {
  const isLeftOut = (second: number) => isDisturbed(run, second * 1000, second * 1000 + 1000);
  const lanes = [...LANES, 'checkout again', 'cheats'] as const;
  const failed = lanes.reduce((sum, lane) => sum + between(run.load.lanes, lane, 0, Number.POSITIVE_INFINITY, isLeftOut).failed, 0);
  const offenders = [
    ...(failed > 0 ? troubles(run, /^(?!.*wrong)/) : []),
    ...(run.deaths > 0 ? [`${run.deaths} processes ended unasked`] : []),
  ];
  return { measured: String(failed + run.deaths), passed: failed + run.deaths === 0, offenders };
}

const troubles = ({ load }: Run, about: RegExp): string[] =>
  Object.entries(load.troubles)
    .filter(([kind]) => about.test(kind))
    .map(([kind, { count, example }]) => `${count} x ${kind}${example ? `, e.g. ${example}` : ''}`);

/** Of all who stood in line when the last unit was sold: how much later than at their next poll they heard of it. */
function soldOutNews({ load: { buyers }, samples }: Run): Found {
  const gone = soldOutAt(samples);
  if (gone === null) return { measured: 'not sold out', passed: null };
  const waiting = buyers.filter(({ joinedAt, admittedAt }) => joinedAt !== null && joinedAt < gone && admittedAt === null);
  if (waiting.length === 0) return { measured: 'nobody waited', passed: null };
  const late = waiting.map(({ soldOutAt: heard, pollAfterMs }) => (heard ?? Number.POSITIVE_INFINITY) - gone - pollAfterMs);
  const worst = late.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
  const never = late.filter((each) => each === Number.POSITIVE_INFINITY).length;
  const measured =
    never > 0
      ? `${never} of ${waiting.length} were never told`
      : `${waiting.length} told, the last one poll ${worst < 0 ? '-' : '+'} ${(Math.abs(worst) / 1000).toFixed(1)} s after`;
  return { measured, passed: worst <= NEWS_MS };
}

function drained(run: Run): Found {
  const { backlog, ms: took } = drainOf(run);
  const most = (backlog / run.admissionsPerSecond) * 1000 * DRAIN.factor + DRAIN.plusMs;
  const about = `${backlog} to serve`;
  if (took === null) return { measured: `${about}, not served`, passed: false };
  return { measured: `${about}: ${(took / 1000).toFixed(1)} s of ${(most / 1000).toFixed(1)} s`, passed: took <= most };
}

function recovered(run: Run): Found {
  const { calmFrom, rushFrom, recoveredFrom, end } = run.timeline;
  const p99 = (from: number, to: number) => quantile(between(run.load.lanes, 'browse', from, to).latency, 0.99);
  const [before, after] = [p99(calmFrom, rushFrom), p99(recoveredFrom, end)];
  if (before === null || after === null) return { measured: 'nothing seen', passed: null };
  return { measured: `${ms(after)} after ${ms(before)}`, passed: after <= RECOVERY * Math.max(before, FAST_MS) };
}
