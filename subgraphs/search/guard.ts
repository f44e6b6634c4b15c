import { setTimeout as after } from 'node:timers/promises';
import { BreakerOpen, breaker } from '../../kit/breaker.ts';

/** Longer than this nobody waits for an engine; the gateway waits 3 s for all of it, the catalog's answer included. */
const PATIENCE_MS = 1_500;
const FAILURES = 3;
const OPEN_MS = 2_000;

/** The engine was asked and has not answered in time. */
class EngineSilent extends Error {
  override name = 'EngineSilent';
}

/** Asks an engine, or says at once that it cannot be asked: what went wrong is told from what was asked wrongly. */
export type Guard = { ask<T>(work: () => Promise<T>): Promise<T>; isAway(error: unknown): boolean };

/** A dead engine is not waited for by each: after some failures in a row it is left alone for a while. */
export function guardEngine(isDown: (error: unknown) => boolean, patienceMs = PATIENCE_MS): Guard {
  const isFailure = (error: unknown) => error instanceof EngineSilent || isDown(error);
  const fuse = breaker({ failures: FAILURES, openMs: OPEN_MS, isFailure });
  return {
    ask: (work) => fuse.run(() => inTime(work(), patienceMs)),
    isAway: (error) => error instanceof BreakerOpen || isFailure(error),
  };
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const stop = new AbortController();
  const late = after(ms, undefined, { signal: stop.signal }).then(() => {
    throw new EngineSilent(`The search engine has not answered within ${ms} ms.`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}
