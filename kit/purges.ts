/** Tags (kit/notes.ts) of what has changed; `all` when some may have been missed. */
export type Purged = readonly string[] | 'all';

/** Tells whoever keeps copies of what has changed. It may tell too much and more than once, never too little. */
export type Purges = {
  publish(tags: readonly string[]): void;
  /** Returns the way to stop listening. */
  subscribe(listener: (purged: Purged) => void): () => void;
};

/** Within one process; told at once, before `publish` returns. */
export function createPurges(): Purges {
  const listeners = new Set<(purged: Purged) => void>();
  return {
    publish: (tags) => {
      if (tags.length > 0) for (const listener of listeners) listener(tags);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
