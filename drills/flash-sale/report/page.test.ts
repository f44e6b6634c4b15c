import { expect, test } from 'vitest';
import { goodRun } from '../testing/good-run.ts';
import { chartSvg } from './chart.ts';
import { pageOf } from './page.ts';
import { capacityOf, kneeOf, type Report, told, worstOf } from './report.ts';

const VOID = new Set(['meta', '!doctype']);
/** The first tag that closes what was not open, or stays open; null where all is in order. */
function unbalanced(html: string): string | null {
  const open: string[] = [];
  for (const [tag, closes, name, isClosed] of html
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .matchAll(/<(\/?)([a-zA-Z!][\w]*)[^>]*?(\/?)>/g)) {
    if (isClosed || VOID.has(name!.toLowerCase())) continue;
    if (!closes) open.push(name!);
    else if (open.pop() !== name) return tag;
  }
  return open.at(-1) ?? null;
}

const reportOf = (runs: Report['runs']): Report => ({
  format: 1,
  at: '2026-11-25T12:00:00.000Z',
  command: 'npm run drill:flash-sale -- --seed 1',
  outcome: worstOf(runs.map(({ outcome }) => outcome)),
  settings: { multiplier: 50, '<b>': '"&"' },
  machine: { cpus: 2, node: 'v20', loadBefore: 0.1 },
  capacity: capacityOf(runs),
  knee: kneeOf(runs),
  runs,
});
const failing = () => {
  const run = goodRun();
  run.multiplier = 100;
  run.disturbances.push({ at: 20_000, what: 'checkout was killed' });
  run.afterwards.lost.push('<script>alert(1)</script> was told an order that is not there');
  return told(run);
};

test('the page is whole, needs nothing from anywhere, and runs nothing', () => {
  const page = pageOf(reportOf([told(goodRun()), failing()]));
  expect(unbalanced(page)).toBeNull();
  expect(page).not.toMatch(/<script|<link|<img|https?:\/\/|url\(|@import/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  expect(unbalanced('<p><b></p>')).toBe('</p>');
});

test('it shows the verdict, every row, each chart, and what was broken when', () => {
  const [good, bad] = [told(goodRun()), failing()];
  const page = pageOf(reportOf([good, bad]));
  expect([good.outcome, bad.outcome, worstOf([good.outcome, bad.outcome])]).toEqual(['pass', 'fail', 'fail']);
  for (const { measure } of good.table) expect(page).toContain(measure);
  for (const title of ['Arrivals', 'Admissions', 'Queue', 'Stock', 'Latency by lane', 'Turned away', 'Processors'])
    expect(page).toContain(title);
  expect(page.match(/<svg /g)).toHaveLength(14);
  expect(page.match(/class="mark broken"/g)).toHaveLength(7);
  expect(JSON.parse(JSON.stringify(reportOf([good])))).toMatchObject({
    capacity: { checkoutsPerSecond: 8, browsePerSecond: 3, multiplier: 50 },
  });
});

test('capacity is what was carried with every row passed, in every topology; a knee is where that ends', () => {
  const good = told(goodRun());
  const higher = { ...good, multiplier: 100, browsePerSecond: 900 };
  const many = { ...good, topology: 'many processes' as const, browsePerSecond: 2, checkoutsPerSecond: 7 };
  expect(capacityOf([good, higher, { ...higher, multiplier: 200, outcome: 'fail' }])).toMatchObject({
    browsePerSecond: 900,
    multiplier: 100,
  });
  expect(capacityOf([higher, many])).toMatchObject({ browsePerSecond: 2, checkoutsPerSecond: 7, multiplier: 50 });
  expect(capacityOf([higher, { ...many, outcome: 'invalid' }])).toBeNull();
  expect(kneeOf([good, higher, failing()])[0]).toEqual({ topology: 'one process', passed: 50, failed: 100, rows: ['lost'] });
  expect(kneeOf([good])[0]).toMatchObject({ passed: 50, failed: null, rows: [] });
});

test('a chart draws gaps as gaps, and the greatest value within its frame', () => {
  const svg = chartSvg({ title: 'x', unit: 'ms', series: [{ name: 'a', values: [1, 2, null, 1_000, null, 3] }], marks: [], scale: 'log' });
  const path = /<path class="line c0" d="([^"]+)"/.exec(svg)![1]!;
  expect(path.match(/M/g)).toHaveLength(3);
  const heights = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(34);
  expect(Math.max(...heights)).toBeLessThanOrEqual(234);
  expect(heights[2]).toBeLessThan(heights[1]!);
});
