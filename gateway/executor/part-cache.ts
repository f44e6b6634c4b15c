import { LRUCache } from 'lru-cache';
import type { Purges } from '../../kit/purges.ts';
import { partCache } from '../../kit/telemetry.ts';
import { createPurgeClock } from '../cache/purge-clock.ts';
import type { Tree } from './tree.ts';

/** An entity as it stands in answers, finished; in the tree of an answer it takes the place of its reference. */
export class Written {
  readonly text: string;
  readonly batch: Batch;
  constructor(text: string, batch: Batch) {
    this.text = text;
    this.batch = batch;
  }
}

/** What a fetch at the root has found; nothing may write into it. */
export class Found {
  readonly tree: Tree;
  readonly batch: Batch;
  constructor(tree: Tree, batch: Batch) {
    this.tree = tree;
    this.batch = batch;
  }
}

/** What was read together: no part of it is known to show less than the whole. `renewing`: who reads it anew, once its time is over. */
type Batch = { tags: readonly string[]; until: number; checked: number; renewing: object | null };
/** When it was read, and what it shows. `isLive`: something of it changes without an event. */
export type Reading = { tags: readonly string[]; mark: number; isLive: boolean };

export type PartCache = {
  /** `asker`: the request. When the time of a part is over, the first who asks reads it anew, and others do with it for a moment. */
  entity(key: string, asker: object): Written | undefined;
  root(key: string, asker: object): Found | undefined;
  /** The moment from which on a change counts for what is read now. */
  mark(): number;
  /** Keeps what was read together since its mark; nothing of it when something of it has changed meanwhile. */
  putEntities(entities: readonly (readonly [key: string, text: string])[], reading: Reading): void;
  putRoot(key: string, tree: Tree, reading: Reading): void;
  close(): void;
};

/** What events purge: bounds how long a part lives whose purge was lost. */
const UNTIL_PURGED_MS = 60_000;
/** What changes without an event, such as how many are left. */
const LIVE_MS = 1_000;
/** So long others wait for nobody while a part is read anew. */
const RENEWING_MS = 500;
/** How long after a purge other copies on the way may still hold what was purged. */
const SETTLING_MS = 2_000;
/** What a part takes beside its text: its key, its share of the tags. */
const OVERHEAD = 1_500;
/** What an object takes more than its JSON. */
const TREE_FACTOR = 3;

type Options = { maxBytes: number; purges: Pick<Purges, 'subscribe' | 'hears'>; now?: () => number };

/** Parts of answers that several answers share, the least recently shown forgotten first. */
export function createPartCache({ maxBytes, purges, now = () => performance.now() }: Options): PartCache {
  const kept = new LRUCache<string, Written | Found>({ maxSize: maxBytes });
  const clock = createPurgeClock({ now });
  const close = purges.subscribe((purged) => clock.purge(purged));

  function isCurrent(batch: Batch, asker: object): boolean {
    const late = now() - batch.until;
    if (late >= 0) {
      batch.renewing ??= asker;
      if (batch.renewing === asker || late >= RENEWING_MS) return false;
    }
    const mark = clock.now();
    if (batch.checked === mark) return true;
    if (clock.purgedSince(batch.checked, batch.tags)) {
      batch.until = Number.NEGATIVE_INFINITY;
      return false;
    }
    batch.checked = mark;
    return true;
  }

  function current(key: string, asker: object): Written | Found | undefined {
    const found = kept.get(key);
    return found && isCurrent(found.batch, asker) ? found : undefined;
  }

  /** Null when it is outdated already. */
  function batchOf({ tags, mark, isLive }: Reading): Batch | null {
    const isUnsure = isLive || !purges.hears() || clock.purgedWithin(SETTLING_MS, tags);
    const batch: Batch = { tags, until: now() + (isUnsure ? LIVE_MS : UNTIL_PURGED_MS), checked: mark, renewing: null };
    return isCurrent(batch, batch) ? batch : null;
  }

  return {
    entity: (key, asker) => current(key, asker) as Written | undefined,
    root(key, asker) {
      const found = current(key, asker) as Found | undefined;
      (found ? counted.root.hit : counted.root.miss).inc();
      return found;
    },
    mark: clock.now,
    putEntities(entities, reading) {
      const batch = batchOf(reading);
      if (!batch) return;
      for (const [key, text] of entities) kept.set(key, new Written(flat(text), batch), { size: text.length + key.length + OVERHEAD });
    },
    putRoot(key, tree, reading) {
      const batch = batchOf(reading);
      if (!batch) return;
      kept.set(key, new Found(tree, batch), { size: JSON.stringify(tree).length * TREE_FACTOR + key.length + OVERHEAD });
    },
    close,
  };
}

const counted = {
  root: { hit: partCache.labels('root', 'hit'), miss: partCache.labels('root', 'miss') },
  entity: { hit: partCache.labels('entity', 'hit'), miss: partCache.labels('entity', 'miss') },
};

/** Told once a request: counting costs more than finding. */
export function countEntities(hits: number, misses: number): void {
  if (hits > 0) counted.entity.hit.inc(hits);
  if (misses > 0) counted.entity.miss.inc(misses);
}

/** A text that was put together is kept by V8 as the tree of its parts, until somebody looks into it. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
