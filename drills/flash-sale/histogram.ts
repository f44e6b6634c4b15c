/**
 * Latencies in buckets that grow with the value (as HDR histograms do): exact below 32 ms, within 3.2 % above. Two of them add
 * up to the one that had seen both. Whole milliseconds hide what is fast, so the unit is 0.1 ms.
 */
export type Histogram = { counts: Record<number, number>; total: number; maxMs: number };

const UNIT_MS = 0.1;
/** Buckets an octave, as a power of two; below twice as many units each unit has its own. */
const BITS = 5;
const SIDE = 1 << BITS;

export const emptyHistogram = (): Histogram => ({ counts: {}, total: 0, maxMs: 0 });

export function record(histogram: Histogram, ms: number): void {
  const bucket = bucketOf(Math.max(0, Math.round(ms / UNIT_MS)));
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
  histogram.total += 1;
  histogram.maxMs = Math.max(histogram.maxMs, ms);
}

export function merged(histograms: Iterable<Histogram>): Histogram {
  const sum = emptyHistogram();
  for (const { counts, total, maxMs } of histograms) {
    for (const [bucket, count] of Object.entries(counts)) sum.counts[Number(bucket)] = (sum.counts[Number(bucket)] ?? 0) + count;
    sum.total += total;
    sum.maxMs = Math.max(sum.maxMs, maxMs);
  }
  return sum;
}

/** The value in milliseconds that a share of all (0 to 1) does not exceed, never below the truth by more than half a unit; null where nothing was seen. */
export function quantile({ counts, total, maxMs }: Histogram, share: number): number | null {
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(share * total));
  const buckets = Object.keys(counts)
    .map(Number)
    .sort((a, b) => a - b);
  for (const bucket of buckets) {
    left -= counts[bucket]!;
    if (left <= 0) return Math.min(maxMs, highestOf(bucket) * UNIT_MS);
  }
  return maxMs;
}

function bucketOf(units: number): number {
  if (units < 2 * SIDE) return units;
  const octave = Math.floor(Math.log2(units)) - BITS;
  return octave * SIDE + Math.floor(units / 2 ** octave);
}

/** The greatest number of units that falls into a bucket. */
function highestOf(bucket: number): number {
  if (bucket < 2 * SIDE) return bucket;
  const octave = Math.floor(bucket / SIDE) - 1;
  const first = (bucket - octave * SIDE) * 2 ** octave;
  return first + 2 ** octave - 1;
}
