import { bulkhead, type Listen } from '../../kit/bulkhead.ts';
import { Overloaded } from '../../kit/overloaded.ts';
import { laneRefused, laneRequests } from '../../kit/telemetry.ts';
import { LANE_LIMITS, LANES, type Lane, type LaneLimits } from './lane-limits.ts';
import { retryAfter } from './retry-after.ts';

/** There was no place: nothing was tried, and after so long it may be worth another try. */
export class Shed extends Error {
  constructor(readonly retryAfterMs: number) {
    super(`no place; to be tried again after ${retryAfterMs} ms`);
  }
}

/** Does the work in its lane, or throws `Shed` and does not. */
export type Lanes = <T>(lane: Lane, work: () => Promise<T>, listen?: Listen) => Promise<T>;

/**
 * Places for each class of requests, none of which can be taken by another. Who has a place keeps it until the work is
 * done, even when the client has hung up: what was begun is at work all the same. Who waits leaves when the client does.
 */
export function createLanes(own: Partial<Record<Lane, LaneLimits>> = {}): Lanes {
  const lanes = Object.fromEntries(LANES.map((lane) => [lane, createLane(lane, own[lane] ?? LANE_LIMITS[lane])]));
  return (lane, work, listen) => lanes[lane]!(work, listen);
}

function createLane(lane: Lane, limits: LaneLimits) {
  const again = retryAfter();
  const [running, waiting] = [laneRequests.labels(lane, 'running'), laneRequests.labels(lane, 'waiting')];
  const watch = (atWork: number, inLine: number) => {
    running.set(atWork);
    waiting.set(inLine);
  };
  watch(0, 0);
  const place = bulkhead({ ...limits, watch });
  return async <T>(work: () => Promise<T>, listen?: Listen): Promise<T> => {
    let begun = false;
    try {
      return await place(() => {
        begun = true;
        return work();
      }, listen);
    } catch (error) {
      if (begun || !(error instanceof Overloaded)) throw error;
      laneRefused.inc({ lane, reason: error.reason });
      throw new Shed(again.refused());
    } finally {
      if (begun) again.finished();
    }
  };
}
