/** A fifth either way: what failed together does not come again together. */
const JITTER = 0.2;

/**
 * How long to wait after the `failures`-th failure in a row before the next try, in seconds; null: it is given up. `pauses`
 * are those of a try that is neither early nor late.
 */
export function pauseAfter(pauses: readonly number[], failures: number, random: () => number = Math.random): number | null {
  const pause = pauses[failures - 1];
  return pause === undefined ? null : pause * (1 - JITTER + 2 * JITTER * random());
}
