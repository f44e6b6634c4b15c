import os from 'node:os';
import { type Figures, ratioOf, type Row } from './figures.ts';

export type Report = {
  at: string;
  seconds: number;
  machine: { cpu: string; cores: number; memoryGiB: number; node: string; loadBefore: number };
  postgres: Record<string, string>;
  rows: (Row & { ratio: number })[];
  faults: string[];
};

/** `loadBefore`: what others were running on this machine; above a tenth of the cores the figures say little. */
export const machineNow = (): Report['machine'] => ({
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  loadBefore: os.loadavg()[0]!,
});

export const withRatio = (row: Row): Row & { ratio: number } => ({ ...row, ratio: ratioOf(row) });

const HEAD = ['measure', 'at', 'ours/s', 'limit/s', 'ratio', 'p50 ms', 'p95 ms', 'p99 ms', 'shop CPU ms', 'limit p50/p95/p99', 'limit is'];

/** The report as a person reads it. */
export function printed({ machine, postgres, rows, faults, seconds }: Report): string {
  const cells = rows.map(({ measure, concurrency, ours, limit, ratio, limitIs, shopCpuMs }) => [
    measure,
    String(concurrency),
    rate(ours.perSecond),
    rate(limit.perSecond),
    ratio.toFixed(ratio < 0.1 ? 3 : 2),
    ...milliseconds(ours),
    shopCpuMs?.toFixed(1) ?? '-',
    milliseconds(limit).join('/'),
    limitIs,
  ]);
  const notes = [...new Set(rows.flatMap((row) => row.notes))].map((note) => `  ${note}`);
  const settings = Object.entries(postgres).map(([name, value]) => `${name} ${value}`);
  return [
    table([HEAD, ...cells]),
    '',
    'Notes',
    ...notes,
    '',
    `Machine   ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}, load ${machine.loadBefore.toFixed(2)} before the start`,
    `Postgres  ${settings.join(', ')}`,
    `Run       ${seconds} s a measure; server, database and load share the machine`,
    ...faults.map((fault) => `FAULT     ${fault}`),
  ].join('\n');
}

const rate = (perSecond: number) => (perSecond < 100 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString('en-US'));
const milliseconds = ({ p50, p95, p99 }: Figures) =>
  [p50, p95, p99].map((ms) => (Number.isNaN(ms) ? '-' : ms < 100 ? ms.toFixed(1) : ms.toFixed(0)));

/** Numbers to the right, words to the left. */
function table(lines: string[][]): string {
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const isWord = (i: number) => i === 0 || i === widths.length - 1;
  const row = (line: string[]) =>
    line
      .map((cell, i) => (isWord(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [row(lines[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1).map(row)].join('\n');
}
