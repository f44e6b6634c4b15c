/** What one measure came to: answers a second, and milliseconds from question to answer. */
export type Figures = { perSecond: number; p50: number; p95: number; p99: number; count: number };

/** Sums up the durations (ms) of what was answered within so many seconds. */
export function figuresOf(durations: number[], seconds: number): Figures {
  const sorted = Float64Array.from(durations).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { perSecond: sorted.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), count: sorted.length };
}

/** The one in the middle; of an even number the lower of the two. */
export const medianOf = <T>(values: readonly T[], by: (value: T) => number): T =>
  [...values].sort((a, b) => by(a) - by(b))[Math.floor((values.length - 1) / 2)]!;

/** One line of the report: ours beside its limit. */
export type Row = {
  measure: string;
  concurrency: number;
  ours: Figures;
  limit: Figures;
  limitIs: string;
  /** CPU time of the shop's process an answer, in ms; steadier than the rest on a busy machine. Null where it cannot be told. */
  shopCpuMs: number | null;
  notes: string[];
};

export const ratioOf = ({ ours, limit }: Pick<Row, 'ours' | 'limit'>): number => ours.perSecond / limit.perSecond;
