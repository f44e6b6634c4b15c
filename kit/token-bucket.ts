import { Overloaded } from './overloaded.ts';

export type TokenBucketOptions = {
  /** It never gets slower than this. */
  leastPerSecond: number;
  /** So long after the last complaint there is no limit any more, in milliseconds. */
  forgetMs?: number;
  now?: () => number;
};

export type TokenBucket = {
  /** Resolves when the next request may leave; throws `Overloaded` at once where that would take longer than `waitMs`. */
  take(waitMs: number): Promise<void>;
  /** A request that left was let in. */
  accepted(): void;
  /** A request that left at `sentAt` (of `now`) was turned away as one too many; nothing leaves for `pauseMs`. */
  tooMany(sentAt: number, pauseMs: number): void;
  /** Requests a second, Infinity while nobody has complained. */
  perSecond(): number;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const SHRINK = 0.9;
const GROWTH_A_SECOND = 1.05;

/**
 * Finds out how much the other side takes. Without a limit until it complains; then just below what it has let in during
 * the last second, a little more each second, and less again at the next complaint. Tokens are not saved up: requests
 * leave one by one, so that a pause is not followed by a flood.
 */
export function tokenBucket({ leastPerSecond, forgetMs = 60_000, now = () => performance.now() }: TokenBucketOptions): TokenBucket {
  let limit = Number.POSITIVE_INFINITY;
  let limitedAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let nextAt = Number.NEGATIVE_INFINITY;
  const lately = slidingCount();

  function rate(): number {
    const sinceMs = now() - Math.max(limitedAt, pausedUntil);
    if (sinceMs > forgetMs) limit = Number.POSITIVE_INFINITY;
    return limit * GROWTH_A_SECOND ** Math.max(0, sinceMs / 1000);
  }
  return {
    perSecond: () => (limit === Number.POSITIVE_INFINITY ? limit : rate()),
    async take(waitMs) {
      const until = now() + waitMs;
      for (;;) {
        const at = Math.max(now(), nextAt, pausedUntil);
        if (at > until) throw new Overloaded('There is no token in time.', Math.ceil(at - now()));
        nextAt = limit === Number.POSITIVE_INFINITY ? at : at + 1000 / rate();
        if (at > now()) await sleep(at - now());
        // A complaint that came meanwhile holds for those who wait as well.
        if (now() >= pausedUntil) return;
      }
    },
    accepted: () => lately.add(now()),
    tooMany(sentAt, pauseMs) {
      // A second in which we have paused says nothing of how much is taken.
      const seen = now() - pausedUntil > 1_000 ? lately.perSecond(now()) : Number.POSITIVE_INFINITY;
      pausedUntil = Math.max(pausedUntil, now() + pauseMs);
      nextAt = Math.max(nextAt, pausedUntil);
      // What was under way together complains together: that is one complaint.
      if (sentAt < limitedAt) return;
      limit = Math.max(leastPerSecond, Math.min(rate(), seen) * SHRINK);
      limitedAt = now();
    },
  };
}

/** About how many there were in the last second, from two counters: this second's, and of the one before what still counts. */
function slidingCount(): { add(at: number): void; perSecond(at: number): number } {
  let second = 0;
  let count = 0;
  let before = 0;
  function roll(at: number): void {
    const current = Math.floor(at / 1000);
    if (current === second) return;
    before = current === second + 1 ? count : 0;
    count = 0;
    second = current;
  }
  return {
    add(at) {
      roll(at);
      count += 1;
    },
    perSecond(at) {
      roll(at);
      return count + before * (1 - (at % 1000) / 1000);
    },
  };
}
