import { LRUCache } from 'lru-cache';
import type { Purges } from './purges.ts';
import { KEPT_MOST_MS, type SharedCache } from './shared-cache.ts';

/** Bounds how long a copy lives whose purge was lost. */
const TTL_MS = 60_000;
/** For so long after a purge its reads must not come from a replica, which may not know of the change yet. */
const FRESH_MS = 5_000;

const isRecent = (at: number): boolean => performance.now() - at < FRESH_MS;

type Read<V> = (missing: readonly string[]) => Promise<V[]>;
type Flight = { purged: Set<string>; everything: boolean };

export type EntityCache<V> = {
  get(id: string): V | undefined;
  /** Reads entities and keeps those that were not purged while they were read. */
  fill(read: () => Promise<V[]>): Promise<V[]>;
  /** The same for these; `read` is asked for those that other processes have not kept either. */
  fillAll(ids: readonly string[], read: (missing: readonly string[]) => Promise<V[]>): Promise<V[]>;
  drop(ids: readonly string[]): void;
  /** True when one of these has changed so lately that only the primary knows it for sure. */
  haveChanged(ids: readonly string[]): boolean;
  /** True when any has: for a question that does not name them by id. */
  hasAnyChanged(): boolean;
  close(): void;
};

/**
 * How entities lie in the store that processes share. `name`: another one whenever their form changes;
 * what cannot be decoded is read anew.
 */
export type SharedForm<V> = { name: string; encode(value: V): Buffer; decode(bytes: Buffer): V | null };

type Options<V> = {
  context: string;
  max: number;
  idOf: (value: V) => string;
  purges: Purges;
  shared?: { store: SharedCache; form: SharedForm<V> } | null;
};

/**
 * Entities of one context as objects ready to be shown, the `max` last used ones; behind them, where there is one, the store
 * that processes share. They go when their tag
 * `<context>:<id>` is purged; what was read before a purge is never kept after it.
 */
export function entityCache<V extends object>({ context, max, idOf, purges, shared = null }: Options<V>): EntityCache<V> {
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
  const haveChanged = (ids: readonly string[]): boolean => isRecent(lastOfAll) || ids.some((id) => changed.has(id));

  /** What has just changed here may be there as it was before. */
  async function fromShared({ store, form }: NonNullable<typeof shared>, ids: readonly string[], read: Read<V>): Promise<V[]> {
    const keys = ids.map((id) => `${form.name}:${id}`);
    const looked = haveChanged(ids) ? null : await store.lookAll(keys);
    if (!looked) return read(ids);
    const decoded = looked.found.map((bytes) => bytes && form.decode(bytes));
    const there = decoded.filter((value) => value !== null);
    const missing = ids.filter((_, i) => decoded[i] === null);
    if (missing.length === 0) return there;
    const values = await read(missing);
    for (const value of values) {
      const id = idOf(value);
      store.store(`${form.name}:${id}`, form.encode(value), { tags: [prefix + id], forMs: KEPT_MOST_MS, mark: looked.mark });
    }
    return [...there, ...values];
  }

  const cache: EntityCache<V> = {
    get: (id) => kept.get(id),
    fillAll: (ids, read) => cache.fill(() => (shared ? fromShared(shared, ids, read) : read(ids))),
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
    haveChanged,
    hasAnyChanged: () => isRecent(lastPurge),
    close,
  };
  return cache;
}
