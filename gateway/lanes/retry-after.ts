const SOONEST_MS = 1_000;
const LATEST_MS = 30_000;
const WINDOW_MS = 2_000;

export type RetryAfter = {
  /** One more was answered. */
  finished(): void;
  /** One more is turned away: when it may be worth another try, in milliseconds. */
  refused(): number;
};

/**
 * Sends those who are turned away back over a time that grows with how many more they are than get through, drawn at
 * random: they come again about as fast as places become free, and not together.
 */
export function retryAfter(now: () => number = () => performance.now(), random: () => number = Math.random): RetryAfter {
  const [finished, refused] = [recent(), recent()];
  return {
    finished: () => void finished.add(now()),
    refused() {
      const excess = refused.add(now()) / Math.max(1, finished.count(now()));
      const spreadMs = Math.min(LATEST_MS - SOONEST_MS, SOONEST_MS * (1 + excess));
      return Math.round(SOONEST_MS + random() * spreadMs);
    },
  };
}

/** About how many there were of late; what lies a window back counts half. */
function recent() {
  let value = 0;
  let seenAt = 0;
  function count(at: number): number {
    value *= 0.5 ** ((at - seenAt) / WINDOW_MS);
    seenAt = at;
    return value;
  }
  return {
    count,
    add(at: number): number {
      value = count(at) + 1;
      return value;
    },
  };
}
