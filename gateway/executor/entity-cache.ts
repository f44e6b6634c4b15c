import { LRUCache } from 'lru-cache';
import type { Purges } from '../../kit/purges.ts';
import { entityCache } from '../../kit/telemetry.ts';
import { createPurgeClock } from '../cache/purge-clock.ts';

/** An entity as it stands in answers, finished; in the tree of an answer it takes the place of its reference. */
export class Written {
  readonly text: string;
  readonly batch: Batch;
  constructor(text: string, batch: Batch) {
    this.text = text;
    this.batch = batch;
  }
}

/** What was read together: no part of it is known to show less than the whole. */
type Batch = { tags: readonly string[]; until: number; checked: number };

export type EntityCache = {
  get(key: string): Written | undefined;
  /** The moment from which on a change counts for what is read now. */
  mark(): number;
  /** Keeps what was read together since `mark`; nothing of it when something of it has changed meanwhile. */
  put(entities: Iterable<readonly [key: string, text: string]>, about: { tags: readonly string[]; mark: number; isLive: boolean }): void;
  close(): void;
};

/** What events purge: bounds how long an entity lives whose purge was lost. */
const UNTIL_PURGED_MS = 60_000;
/** What changes without an event, such as how many are left. */
const LIVE_MS = 1_000;
/** How long after a purge other copies on the way may still hold what was purged. */
const SETTLING_MS = 2_000;
/** What an entity takes beside its text: its key, its share of the tags. */
const OVERHEAD = 1_500;

const counted = { hit: entityCache.labels('hit'), miss: entityCache.labels('miss') };

type Options = { maxBytes: number; purges: Pick<Purges, 'subscribe' | 'hears'>; now?: () => number };

/** Entities of answers, each as the text that an operation makes of it, the least recently shown forgotten first. */
export function createEntityCache({ maxBytes, purges, now = () => performance.now() }: Options): EntityCache {
  const kept = new LRUCache<string, Written>({
    maxSize: maxBytes,
    sizeCalculation: ({ text }, key) => text.length + key.length + OVERHEAD,
  });
  const clock = createPurgeClock({ now });
  const close = purges.subscribe((purged) => clock.purge(purged));

  function isCurrent(batch: Batch): boolean {
    if (now() >= batch.until) return false;
    const mark = clock.now();
    if (batch.checked === mark) return true;
    if (clock.purgedSince(batch.checked, batch.tags)) {
      batch.until = Number.NEGATIVE_INFINITY;
      return false;
    }
    batch.checked = mark;
    return true;
  }

  return {
    get(key) {
      const found = kept.get(key);
      if (found && isCurrent(found.batch)) {
        counted.hit.inc();
        return found;
      }
      counted.miss.inc();
      return undefined;
    },
    mark: clock.now,
    put(entities, { tags, mark, isLive }) {
      const isUnsure = isLive || !purges.hears() || clock.purgedWithin(SETTLING_MS, tags);
      const batch: Batch = { tags, until: now() + (isUnsure ? LIVE_MS : UNTIL_PURGED_MS), checked: mark };
      if (!isCurrent(batch)) return;
      for (const [key, text] of entities) kept.set(key, new Written(flat(text), batch));
    },
    close,
  };
}

/** A text that was put together is kept by V8 as the tree of its parts, until somebody looks into it. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
