import { describe, expect, test } from 'vitest';
import { emptyHistogram } from './histogram.ts';
import { invalid, judge, TABLE } from './judge.ts';
import type { Lane, Second } from './load.ts';
import type { Run } from './run.ts';
import { buyer, goodRun, second } from './testing/good-run.ts';

const failedBy = (run: Run): string[] =>
  judge(run)
    .filter(({ passed }) => passed === false)
    .map(({ measure }) => measure);
const put = (lane: Lane, counts: Second) => (run: Run) => {
  run.load.lanes[lane] = { ...run.load.lanes[lane], 20: counts };
};
const slow = (lane: Lane, at: number, ms: number) => (run: Run) => {
  run.load.lanes[lane]![at] = second(Array.from({ length: 30 }, () => ms));
};

/** For each row what makes it fail, and no other. */
const PLANTED: [measure: string, spoil: (run: Run) => void][] = [
  ['browse p99 at 1x', slow('browse', 5, 51)],
  ['browse p99 in the rush', slow('browse', 20, 310)],
  [
    'browse p99 in the rush',
    (run) => {
      run.load.lanes.browse = Object.fromEntries(
        Object.entries(run.load.lanes.browse!).filter(([at]) => Number(at) < 12 || Number(at) >= 42),
      );
    },
  ],
  ['first checkout answer p99 in the rush', slow('checkout', 20, 1_040)],
  ['wrong answers', put('cart', second([5], { wrong: 1 }))],
  ['5xx, resets, time-outs', put('poll', second([5], { failed: 1 }))],
  ['5xx, resets, time-outs', put('cheats', second([5], { failed: 1 }))],
  ['5xx, resets, time-outs', (run) => void Object.assign(run, { deaths: 1 })],
  ['goodput in every 10 s', ({ load }) => void Object.assign(load, { served: load.served.filter((at) => at < 22_000 || at >= 23_300) })],
  ['oversold', ({ afterwards }) => void afterwards.oversold.push('185 of 184')],
  ['stranded', ({ afterwards }) => void afterwards.stranded.push('1 unit')],
  ['double charged', ({ afterwards }) => void afterwards.chargedTwice.push('order')],
  ['lost', ({ afterwards }) => void afterwards.lost.push('order')],
  ['got by cheating', ({ afterwards }) => void afterwards.cheated.push('forged')],
  ['findings of the audit', ({ afterwards }) => void afterwards.findings.push('stock')],
  ['the draw, by its seed', ({ afterwards }) => void afterwards.draw.push('2 of 20')],
  [
    'order inversions between 1 s buckets',
    ({ afterwards }) => void Object.assign(afterwards.inversions, { inverted: 11, pairs: 10_000, share: 0.0011 }),
  ],
  ['sold-out news', ({ load }) => void load.buyers.push(buyer({ soldOutAt: 40_000 + 3_001 }))],
  ['sold-out news', ({ load }) => void load.buyers.push(buyer({ soldOutAt: null, outcome: 'gave up' }))],
  ['drain', notDrained],
  ['browse p99 afterwards', slow('browse', 55, 12.5)],
  [
    'browse, with what was broken on purpose',
    (run) => {
      run.disturbances.push({ at: 20_000, what: 'killed' });
      run.load.lanes.browse![21] = second([5], { failed: 1 });
    },
  ],
  [
    'refused checkouts, with what was broken on purpose',
    (run) => {
      run.disturbances.push({ at: 20_000, what: 'killed' });
      run.load.refusedCheckouts.push(20_100, 21_100, 22_100, 23_100, 24_100, 25_100);
    },
  ],
];

function notDrained(run: Run): void {
  // half a minute's worth is left when the rush ends, and it takes longer
  run.load.served = Array.from({ length: 8 * 60 }, (_, i) => 17_000 + i * 125);
  for (const sample of run.samples) Object.assign(sample, { available: 240, waiting: sample.at > 12_000 ? 240 : 0 });
}

describe('the table of a rehearsal', () => {
  test('passes where all went well', () => {
    expect(failedBy(goodRun())).toEqual([]);
  });

  test.each(PLANTED)('%s: what breaks it breaks no other row', (measure, spoil) => {
    const run = goodRun();
    spoil(run);
    expect(failedBy(run)).toEqual([measure]);
  });

  test('every row can fail', () => {
    expect(new Set(PLANTED.map(([measure]) => measure))).toEqual(new Set(TABLE.map(({ measure }) => measure)));
  });

  test('what was broken on purpose is not held against the rows that are about the rest', () => {
    const run = goodRun();
    run.disturbances.push({ at: 20_000, what: 'killed' });
    run.load.lanes.checkout![22] = second([9_000], { failed: 3 });
    run.load.lanes.poll![19] = second([900], { failed: 2 });
    run.load.refusedCheckouts.push(20_100, 20_900, 21_100);
    run.load.served = run.load.served.filter((at) => at < 20_000 || at >= 24_000);
    expect(failedBy(run)).toEqual([]);
    run.disturbances.length = 0;
    expect(failedBy(run)).toEqual(['first checkout answer p99 in the rush', '5xx, resets, time-outs', 'goodput in every 10 s']);
  });

  test('a load that fell behind its plan has measured nothing', () => {
    expect(invalid(goodRun())).toBeNull();
    const run = goodRun();
    expect(invalid({ ...run, load: { ...run.load, lag: second([500]).latency } })).toContain('fell behind');
    expect(invalid({ ...run, load: { ...run.load, lag: emptyHistogram() } })).toBeNull();
  });
});
