/** So many seconds' worth of admissions are saved up at most; a sale opens with that: who is let in takes a moment to come to the checkout. */
export const BURST_S = 2;

/** The most that is let in at once, at so many a second. A slow sale has room for one whole admission and a second's worth, or some would be lost. */
export const burstOf = (perSecond: number): number => Math.max(1 + perSecond, BURST_S * perSecond);

/**
 * What is in the bucket after a while: what was, and what has come since, up to the burst. A clock that stands still or
 * runs backwards brings nothing. Pure.
 */
export const refilled = (tokens: number, elapsedMs: number, perSecond: number): number =>
  Math.min(burstOf(perSecond), tokens + (perSecond * Math.max(0, elapsedMs)) / 1000);
