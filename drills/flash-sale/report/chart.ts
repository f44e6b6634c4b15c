import type { Series } from './series.ts';

/** A vertical line with a word, at a second. */
export type Mark = { second: number; label: string; kind: 'phase' | 'broken' };
export type Chart = { title: string; unit: string; series: Series[]; marks: Mark[]; scale?: 'linear' | 'log' };

const WIDTH = 860;
const HEIGHT = 260;
const PLOT = { left: 58, right: 14, top: 34, bottom: 26 };
const TICKS = 5;

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A chart of values by second as an SVG element; what is under the pointer is told by the browser's own tooltip. Pure. */
export function chartSvg({ title, unit, series, marks, scale = 'linear' }: Chart): string {
  const shown = series.filter(({ values }) => values.some((value) => value !== null));
  const seconds = Math.max(2, ...shown.map(({ values }) => values.length));
  const all = shown.flatMap(({ values }) => values.filter((value) => value !== null));
  const { y, ticks } = scale === 'log' ? logScale(all) : linearScale(all);
  const x = (second: number) => PLOT.left + (second / (seconds - 1)) * (WIDTH - PLOT.left - PLOT.right);
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/>` +
      `<text class="tick" x="${PLOT.left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${short(tick)}</text>`,
  );
  const step = niceStep(seconds / 8);
  const times = Array.from({ length: Math.floor((seconds - 1) / step) + 1 }, (_, i) => i * step).map(
    (second) => `<text class="tick" x="${at(x(second))}" y="${HEIGHT - 8}" text-anchor="middle">${second} s</text>`,
  );
  const lines = shown.map(({ values }, i) => `<path class="line c${i}" d="${pathOf(values, x, y)}"/>`);
  const columns = Array.from({ length: seconds }, (_, second) => {
    const told = shown.map(({ name, values }) => `${name}: ${values[second] == null ? '-' : `${short(values[second])} ${unit}`}`);
    const width = (WIDTH - PLOT.left - PLOT.right) / (seconds - 1);
    return `<rect class="hover" x="${at(x(second) - width / 2)}" y="${PLOT.top}" width="${at(width)}" height="${HEIGHT - PLOT.top - PLOT.bottom}"><title>${escaped(`${second} s\n${told.join('\n')}`)}</title></rect>`;
  });
  const legend = shown.map(({ name }, i) => `<span class="key"><i class="c${i}"></i>${escaped(name)}</span>`);
  return `<figure><figcaption><b>${escaped(title)}</b> <small>${escaped(unit)}</small> ${legend.join(' ')}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">${grid.join('')}${times.join('')}${marks.map((mark, i) => markSvg(mark, x, i)).join('')}${lines.join('')}${columns.join('')}</svg></figure>`;
}

type Scale = { y: (value: number) => number; ticks: number[] };
const BOTTOM = HEIGHT - PLOT.bottom;
const SPAN = BOTTOM - PLOT.top;

function linearScale(values: number[]): Scale {
  const most = Math.max(1, ...values);
  const step = niceStep(most / TICKS);
  const top = Math.ceil(most / step) * step;
  return { y: (value) => BOTTOM - (value / top) * SPAN, ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step) };
}

function logScale(values: number[]): Scale {
  const least = Math.floor(Math.log10(Math.max(0.1, Math.min(...values, 1))));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values, 1))));
  const y = (value: number) => BOTTOM - ((Math.log10(Math.max(value, 10 ** least)) - least) / (most - least)) * SPAN;
  return { y, ticks: Array.from({ length: most - least + 1 }, (_, i) => 10 ** (least + i)) };
}

/** 1, 2 or 5 times a power of ten, not below the rough one. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough * 0.999) ?? 10;
  return Math.max(1, factor * power);
}

/** Broken where nothing was seen; a lone value is a dot. */
function pathOf(values: (number | null)[], x: (second: number) => number, y: (value: number) => number): string {
  return values
    .map((value, second) => {
      if (value === null) return '';
      const point = `${at(x(second))} ${at(y(value))}`;
      const isFirst = second === 0 || values[second - 1] === null;
      const isAlone = isFirst && values[second + 1] == null;
      return `${isFirst ? 'M' : 'L'}${point}${isAlone ? 'h0.1' : ''}`;
    })
    .join('');
}

function markSvg({ second, label, kind }: Mark, x: (second: number) => number, nth: number): string {
  const place = at(x(second));
  return `<line class="mark ${kind}" x1="${place}" x2="${place}" y1="${PLOT.top - 8}" y2="${BOTTOM}"/><text class="word ${kind}" x="${at(x(second) + 4)}" y="${kind === 'broken' ? BOTTOM - 6 - (nth % 2) * 12 : PLOT.top - 10}">${escaped(label)}</text>`;
}

const at = (value: number): string => value.toFixed(1);
const short = (value: number): string => {
  if (value >= 10_000) return `${(value / 1000).toFixed(0)}k`;
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 1 : 0);
};
