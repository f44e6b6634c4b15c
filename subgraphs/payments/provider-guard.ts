import { setTimeout as sleep } from 'node:timers/promises';
import { type BreakerState, BreakerOpen, breaker } from '../../kit/breaker.ts';
import { bulkhead } from '../../kit/bulkhead.ts';
import { Overloaded } from '../../kit/overloaded.ts';
import { providerBreaker, providerSeconds } from '../../kit/telemetry.ts';
import { tokenBucket } from '../../kit/token-bucket.ts';
import { tracedOutside } from '../../kit/trace.ts';
import { ProviderUnavailable } from './provider.ts';
import { busyOf, outcomeOf } from './stripe-answers.ts';

export type GuardSettings = {
  /** Calls at once. At Stripe's 100 a second and half a second a call, fifty are under way. */
  concurrent?: number;
  /** Calls that wait for that. */
  queued?: number;
  /** How long one call may wait before it is sent, in milliseconds: the saga asks again later, and its lease lives on. */
  waitMs?: number;
  /** Silences and 5xx in a row after which the provider is left alone, and for how long, in milliseconds. */
  failures?: number;
  openMs?: number;
  /** Calls a second that are sent in any case. Stripe's lowest limit is 25. */
  leastPerSecond?: number;
};

export type ProviderCall = 'create' | 'confirm' | 'capture' | 'cancel' | 'retrieve' | 'refund' | 'list' | 'search';
export type Guard = <T>(name: ProviderCall, call: () => Promise<T>) => Promise<T>;

const BUSY_TRIES = 6;
const PAUSE_WITHOUT_HINT_MS = 100;
const LONGEST_PAUSE_MS = 60_000;
const GAUGE: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

/**
 * What each call to the provider goes through: a place among so many, a token where it has asked us to slow down, the
 * breaker. A call that gets none of these is never sent and throws `ProviderUnavailable`: it is safe to ask again.
 * 409 (its key is in use) and 429 are tried again here, under the key they have, as long as there is time.
 */
export function providerGuard({
  concurrent = 64,
  queued = 2_000,
  waitMs = 4_000,
  failures = 10,
  openMs = 2_000,
  leastPerSecond = 20,
}: GuardSettings = {}): Guard {
  const place = bulkhead({ concurrent, queued, waitMs });
  const tokens = tokenBucket({ leastPerSecond });
  const fuse = breaker({ failures, openMs, isFailure: isSickness, changed: (state) => providerBreaker.set(GAUGE[state]) });
  providerBreaker.set(GAUGE.closed);

  async function send<T>(name: ProviderCall, call: () => Promise<T>): Promise<T> {
    const until = performance.now() + waitMs;
    for (let tries = 1; ; tries++) {
      await tokens.take(until - performance.now());
      const sentAt = performance.now();
      try {
        const answer = await fuse.run(() => timed(name, call));
        tokens.accepted();
        return answer;
      } catch (error) {
        const busy = busyOf(error);
        if (busy?.kind === 'too many') {
          tokens.tooMany(sentAt, Math.min(busy.retryAfterMs ?? PAUSE_WITHOUT_HINT_MS * (1 + Math.random()), LONGEST_PAUSE_MS));
        } else if (busy && tries < BUSY_TRIES) {
          await sleep(2 ** tries * (15 + Math.random() * 30));
        } else {
          throw error;
        }
      }
    }
  }
  return async (name, call) => {
    try {
      // Who would only wait for an open breaker does not wait.
      if (fuse.state() === 'open') return await fuse.run(() => timed(name, call));
      return await place(() => send(name, call));
    } catch (error) {
      if (!(error instanceof BreakerOpen || error instanceof Overloaded)) throw error;
      providerSeconds.observe({ call: name, outcome: 'not sent' }, 0);
      throw new ProviderUnavailable(`The payment provider was not asked: ${error.message}`, { answered: false, cause: error });
    }
  };
}

async function timed<T>(name: ProviderCall, call: () => Promise<T>): Promise<T> {
  const stop = providerSeconds.startTimer({ call: name });
  try {
    const answer = await tracedOutside(`payment provider ${name}`, { 'peer.service': 'payment provider' }, call);
    stop({ outcome: 'done' });
    return answer;
  } catch (error) {
    stop({ outcome: outcomeOf(error) });
    throw error;
  }
}

/** Silence and 5xx. A no, however rude, shows that somebody is there. */
const isSickness = (error: unknown): boolean => outcomeOf(error) === 'silence' || outcomeOf(error) === 'failed';
