import { type BreakerState, breaker } from '../kit/breaker.ts';
import { bulkhead } from '../kit/bulkhead.ts';
import type { Log } from '../kit/log.ts';
import { subgraphBreaker } from '../kit/telemetry.ts';
import { withDeadline } from '../kit/deadline.ts';
import { silenceOf } from '../kit/silence.ts';
import type { Kind, SubgraphLimits } from './subgraph-limits.ts';

/** Asks with the milliseconds that are left. Throws `TimedOut`, or without having asked `Overloaded` or `BreakerOpen`. */
export type Guard = <T>(kind: Kind, ask: (leftMs: number) => Promise<T>) => Promise<T>;

const GAUGE: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

/**
 * What each fetch from one subgraph goes through: a place among so many, reads and mutations apart, and a time. Reads also
 * go through a breaker; mutations do not, as a buyer who has an idempotency key is better tried than turned away.
 */
function subgraphGuard(subgraph: string, limits: SubgraphLimits, log: Log): Guard {
  const place = { read: bulkhead(limits.read), mutation: bulkhead(limits.mutation) };
  const fuse = breaker({ ...limits.breaker, isFailure: (error) => silenceOf(error) !== null, changed });
  subgraphBreaker.set({ subgraph }, GAUGE.closed);

  function changed(state: BreakerState): void {
    subgraphBreaker.set({ subgraph }, GAUGE[state]);
    if (state !== 'half-open') log.warn({ subgraph, state }, 'the breaker of a subgraph has changed');
  }
  return async (kind, ask) => {
    const until = performance.now() + limits[kind].timeoutMs;
    const call = () => {
      const leftMs = Math.max(1, until - performance.now());
      return withDeadline(ask(leftMs), leftMs);
    };
    if (kind === 'mutation') return place.mutation(call);
    // who would only wait for an open breaker does not wait
    if (fuse.state() === 'open') return fuse.run(call);
    return place.read(() => fuse.run(call));
  };
}

/** One guard for each subgraph, shared by all who ask it. */
export function subgraphGuards(limitsOf: (subgraph: string) => SubgraphLimits, log: Log): (subgraph: string) => Guard {
  const guards = new Map<string, Guard>();
  return (subgraph) => {
    const guard = guards.get(subgraph) ?? subgraphGuard(subgraph, limitsOf(subgraph), log);
    guards.set(subgraph, guard);
    return guard;
  };
}
