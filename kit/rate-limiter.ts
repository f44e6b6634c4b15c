import { LRUCache } from 'lru-cache';

export type Rate = {
  /** What comes back each second. */
  perSecond: number;
  /** The most that may be taken at once. */
  burst: number;
};

export type RateLimiter = {
  /** Takes so much from the key's bucket. 0 when it was there; else nothing is taken, and so many milliseconds from now it would be. */
  take(key: string, rate: Rate, cost?: number): number;
};

type Options = { maxKeys?: number; now?: () => number };

/** Rounding must not turn away who comes exactly when told to. */
const ROUNDING_MS = 1e-6;

/**
 * Token buckets by key, a number each: the time at which the bucket would be full again (GCRA). Of more keys than there is
 * room for, those that were used longest ago begin anew.
 */
export function rateLimiter({ maxKeys = 100_000, now = () => performance.now() }: Options = {}): RateLimiter {
  const fullAt = new LRUCache<string, number>({ max: maxKeys });
  return {
    take(key, { perSecond, burst }, cost = 1) {
      const at = now();
      const tokenMs = 1000 / perSecond;
      const filled = Math.max(at, fullAt.get(key) ?? at) + Math.min(cost, burst) * tokenMs;
      const waitMs = filled - burst * tokenMs - at;
      if (waitMs > ROUNDING_MS) return waitMs;
      fullAt.set(key, filled);
      return 0;
    },
  };
}
