import { LRUCache } from 'lru-cache';
import { KEPT_MOST_MS, type SharedCache } from '../../kit/shared-cache.ts';

/** Documents that clients have sent in full once, by their SHA-256: of this process, and of the others where there is a store. */
export type Registered = { get(hash: string): Promise<string | undefined>; set(hash: string, query: string): void };

const CHARACTERS = 4_000_000;
const keyOf = (hash: string): string => `document:${hash}`;

export function createRegistered(shared: SharedCache | null): Registered {
  const here = new LRUCache<string, string>({ maxSize: CHARACTERS, sizeCalculation: (query) => query.length + 100 });
  return {
    async get(hash) {
      const known = here.get(hash);
      if (known !== undefined || !shared) return known;
      const looked = await shared.look(keyOf(hash));
      const query = looked?.found?.value.toString();
      if (query !== undefined) here.set(hash, query);
      return query;
    },
    set(hash, query) {
      if (here.get(hash) === query) return;
      here.set(hash, query);
      shared?.look(keyOf(hash)).then((looked) => {
        if (looked && !looked.found) shared.store(keyOf(hash), Buffer.from(query), { tags: [], forMs: KEPT_MOST_MS, mark: looked.mark });
      });
    },
  };
}
