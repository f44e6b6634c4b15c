/** Nothing was tried: whoever is asked for has failed too often lately. */
export class BreakerOpen extends Error {
  constructor(readonly retryAfterMs: number) {
    super('The breaker is open: nothing is asked for now.');
    this.name = 'BreakerOpen';
  }
}

export type BreakerState = 'closed' | 'half-open' | 'open';

export type BreakerOptions = {
  /** So many in a row open it. */
  failures: number;
  /** How long it stays open before one call may try again, in milliseconds. */
  openMs: number;
  /** Which faults say that the other side is not well. All others, a refusal for one, show that it answers. */
  isFailure?: (error: unknown) => boolean;
  /** Told of each change, at once. */
  changed?: (state: BreakerState) => void;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
};

export type Breaker = {
  /** Runs the work, or throws `BreakerOpen` at once and does not. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** `open` only while nobody would be let through. */
  state(): BreakerState;
};

/**
 * Stops asking somebody who does not answer. Closed, it counts failures in a row; open, it refuses at once; after `openMs`
 * one call is let through, and what becomes of that one decides. A call that began before the last change decides nothing:
 * it tells of a world that is gone. The work must come to an end by itself (a time-out), or the one let through is the last.
 */
export function breaker({
  failures,
  openMs,
  isFailure = () => true,
  changed = () => {},
  now = () => performance.now(),
}: BreakerOptions): Breaker {
  let state: BreakerState = 'closed';
  let inARow = 0;
  let openUntil = 0;
  let age = 0;

  function turn(to: BreakerState): void {
    state = to;
    inARow = 0;
    age += 1;
    if (to === 'open') openUntil = now() + openMs;
    changed(to);
  }
  /** The age a call belongs to; throws when it may not begin. */
  function enter(): number {
    if (state === 'open' && now() >= openUntil) turn('half-open');
    else if (state !== 'closed') throw new BreakerOpen(Math.max(0, Math.ceil(openUntil - now())));
    return age;
  }
  function settle(began: number, failed: boolean): void {
    if (began !== age) return;
    if (failed) {
      inARow += 1;
      if (state === 'half-open' || inARow >= failures) turn('open');
    } else {
      inARow = 0;
      if (state === 'half-open') turn('closed');
    }
  }
  return {
    state: () => (state === 'open' && now() >= openUntil ? 'half-open' : state),
    async run(work) {
      const began = enter();
      try {
        const result = await work();
        settle(began, false);
        return result;
      } catch (error) {
        settle(began, isFailure(error));
        throw error;
      }
    },
  };
}
