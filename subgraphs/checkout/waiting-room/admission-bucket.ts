/** So many seconds' worth of admissions are saved up at most. */
const BURST_S = 2;

/** The most that is let in at once, at so many a second; one at least, or a slow sale would let in nobody. */
export const burstOf = (perSecond: number): number => Math.max(1, BURST_S * perSecond);

/**
 * What is in the bucket after a while: what was, and what has come since, up to the burst. A clock that stands still or
 * runs backwards brings nothing. Pure.
 */
export const refilled = (tokens: number, elapsedMs: number, perSecond: number): number =>
  Math.min(burstOf(perSecond), tokens + (perSecond * Math.max(0, elapsedMs)) / 1000);
