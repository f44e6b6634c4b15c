import type { Topology } from '../../harness/drill-world.ts';
import { invalid, judge, type Verdict } from '../judge.ts';
import { ALL_ELSE } from '../processors.ts';
import type { Run } from '../run.ts';
import { between } from '../tally.ts';
import { goodputWindows } from '../windows.ts';
import type { Mark } from './chart.ts';
import { type Charts, chartsOf, figuresOf, type LaneFigures } from './series.ts';

export type Outcome = 'pass' | 'fail' | 'invalid';

/** One run as the report keeps it. */
export type Told = {
  topology: Topology;
  multiplier: number;
  outcome: Outcome;
  /** Why nothing was measured. */
  invalid: string | null;
  table: Verdict[];
  figures: Record<'calm' | 'rush' | 'afterwards', LaneFigures[]>;
  buyers: Record<string, number>;
  cheats: { how: string; units: number; allowed: number; answers: Record<string, number> }[];
  admissionsPerSecond: number;
  boundBy: string;
  /** Checkouts a second in the worst ten seconds in which there was a line; null where there were none. */
  checkoutsPerSecond: number | null;
  browsePerSecond: number;
  /** Processors that were busy with something else in the rush, on average; null where that cannot be seen. */
  elsewhere: number | null;
  marks: Mark[];
  charts: Charts;
};

export type Report = {
  format: 1;
  at: string;
  command: string;
  outcome: Outcome;
  settings: Record<string, string | number | boolean>;
  machine: { cpus: number; node: string; loadBefore: number };
  /**
   * What was carried with every row passed, at the greatest multiplier for which that holds: the least that this installation carries, and
   * what bound it. Null: no run passed.
   */
  capacity: { checkoutsPerSecond: number | null; browsePerSecond: number; multiplier: number; boundBy: string } | null;
  /** By topology: the greatest multiplier that passed, and the first that did not. Only where it was looked for. */
  knee: { topology: Topology; passed: number | null; failed: number | null; rows: string[] }[];
  runs: Told[];
};

export function told(run: Run): Told {
  const table = judge(run);
  const why = invalid(run);
  const { timeline, load } = run;
  const windows = goodputWindows(run);
  return {
    topology: run.topology,
    multiplier: run.multiplier,
    outcome: why ? 'invalid' : table.some(({ passed }) => passed === false) ? 'fail' : 'pass',
    invalid: why,
    table,
    figures: figuresOf(run),
    buyers: counted(load.buyers.map(({ outcome, code }) => code ?? outcome)),
    cheats: load.cheats.map(({ how, orderIds, allowed, answers }) => ({ how, units: orderIds.length, allowed, answers })),
    admissionsPerSecond: run.admissionsPerSecond,
    boundBy: run.boundBy,
    checkoutsPerSecond: windows.length === 0 ? null : Math.min(...windows.map(({ perSecond }) => perSecond)),
    browsePerSecond: between(load.lanes, 'browse', timeline.rushFrom, timeline.rushTo).ok / ((timeline.rushTo - timeline.rushFrom) / 1000),
    elsewhere: meanOf((run.busy[ALL_ELSE] ?? []).slice(timeline.rushFrom / 1000, timeline.rushTo / 1000)),
    marks: [
      { second: timeline.calmFrom / 1000, label: '1x', kind: 'phase' },
      { second: timeline.rushFrom / 1000, label: `${run.multiplier}x`, kind: 'phase' },
      { second: timeline.opensAt / 1000, label: 'the sale opens', kind: 'phase' },
      { second: timeline.rushTo / 1000, label: '1x', kind: 'phase' },
      ...run.disturbances.map(({ at, what }): Mark => ({ second: at / 1000, label: what, kind: 'broken' })),
    ],
    charts: chartsOf(run),
  };
}

function meanOf(values: (number | null)[]): number | null {
  const seen = values.filter((value) => value !== null);
  return seen.length === 0 ? null : seen.reduce((sum, value) => sum + value, 0) / seen.length;
}

function counted(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

const WORST: readonly Outcome[] = ['invalid', 'fail', 'pass'];
export const worstOf = (outcomes: readonly Outcome[]): Outcome => WORST.find((each) => outcomes.includes(each)) ?? 'invalid';

/** The most that was carried; of several topologies, what each of them carries. Pure. */
export function capacityOf(runs: readonly Told[]): Report['capacity'] {
  const topologies = [...new Set(runs.map(({ topology }) => topology))];
  const best = topologies.map((topology) =>
    runs
      .filter((run) => run.topology === topology && run.outcome === 'pass')
      .reduce<Told | null>((most, run) => (!most || run.multiplier > most.multiplier ? run : most), null),
  );
  const passed = best.filter((run) => run !== null);
  if (passed.length === 0 || passed.length < topologies.length) return null;
  const least = passed.reduce((worst, run) => (run.browsePerSecond < worst.browsePerSecond ? run : worst));
  const rates = passed.flatMap(({ checkoutsPerSecond }) => checkoutsPerSecond ?? []);
  return {
    checkoutsPerSecond: rates.length === 0 ? null : Math.min(...rates),
    browsePerSecond: least.browsePerSecond,
    multiplier: least.multiplier,
    boundBy: least.boundBy,
  };
}

/** Where each topology stops passing. Pure. */
export function kneeOf(runs: readonly Told[]): Report['knee'] {
  return [...new Set(runs.map(({ topology }) => topology))].map((topology) => {
    const own = runs.filter((run) => run.topology === topology).sort((a, b) => a.multiplier - b.multiplier);
    const failed = own.find(({ outcome }) => outcome !== 'pass');
    const passed = own.filter(({ outcome, multiplier }) => outcome === 'pass' && (!failed || multiplier < failed.multiplier)).at(-1);
    const rows = failed
      ? [...(failed.invalid ? [failed.invalid] : []), ...failed.table.filter((row) => row.passed === false).map((row) => row.measure)]
      : [];
    return { topology, passed: passed?.multiplier ?? null, failed: failed?.multiplier ?? null, rows };
  });
}
