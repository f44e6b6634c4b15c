import { LRUCache } from 'lru-cache';
import type { Purges } from './purges.ts';

/** Bounds how long a copy lives whose purge was lost. */
const TTL_MS = 60_000;
/** For so long after a purge its reads must not come from a replica, which may not know of the change yet. */
const FRESH_MS = 5_000;

const isRecent = (at: number): boolean => performance.now() - at < FRESH_MS;

type Flight = { purged: Set<string>; everything: boolean };

export type EntityCache<V> = {
  get(id: string): V | undefined;
  /** Reads entities and keeps those that were not purged while they were read. */
  fill(read: () => Promise<V[]>): Promise<V[]>;
  drop(ids: readonly string[]): void;
  /** True when one of these has changed so lately that only the primary knows it for sure. */
  haveChanged(ids: readonly string[]): boolean;
  /** True when any has: for a question that does not name them by id. */
  hasAnyChanged(): boolean;
  close(): void;
};

type Options<V> = { context: string; max: number; idOf: (value: V) => string; purges: Purges };

/**
 * Entities of one context as objects ready to be shown, the `max` last used ones. They go when their tag
 * `<context>:<id>` is purged; what was read before a purge is never kept after it.
 */
export function entityCache<V extends object>({ context, max, idOf, purges }: Options<V>): EntityCache<V> {
  const kept = new LRUCache<string, V>({ max, ttl: TTL_MS, ttlResolution: 1_000 });
  const changed = new LRUCache<string, true>({ max: 10_000, ttl: FRESH_MS });
  const flights = new Set<Flight>();
  let [lastPurge, lastOfAll] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

  const note = (ids: readonly string[]) => {
    lastPurge = performance.now();
    for (const id of ids) {
      kept.delete(id);
      changed.set(id, true);
      for (const flight of flights) flight.purged.add(id);
    }
  };
  const forgetAll = () => {
    lastPurge = lastOfAll = performance.now();
    kept.clear();
    for (const flight of flights) flight.everything = true;
  };
  const prefix = `${context}:`;
  const close = purges.subscribe((purged) => {
    if (purged === 'all') return forgetAll();
    const own = purged.filter((tag) => tag.startsWith(prefix));
    if (own.length > 0) note(own.map((tag) => tag.slice(prefix.length)));
  });
  return {
    get: (id) => kept.get(id),
    async fill(read) {
      const flight: Flight = { purged: new Set(), everything: false };
      flights.add(flight);
      try {
        const values = await read();
        if (!flight.everything) for (const value of values) if (!flight.purged.has(idOf(value))) kept.set(idOf(value), value);
        return values;
      } finally {
        flights.delete(flight);
      }
    },
    drop: note,
    haveChanged: (ids) => isRecent(lastOfAll) || ids.some((id) => changed.has(id)),
    hasAnyChanged: () => isRecent(lastPurge),
    close,
  };
}
