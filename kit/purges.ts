/** Tags (kit/notes.ts) of what has changed; `all` when some may have been missed. */
export type Purged = readonly string[] | 'all';

/** Tells whoever keeps copies of what has changed. It may tell too much and more than once, never too little. */
export type Purges = {
  /** Told in this process at once, before it returns; in others a moment later. */
  publish(tags: readonly string[]): void;
  /** Returns the way to stop listening. */
  subscribe(listener: (purged: Purged) => void): () => void;
  /** All that was published has gone out. Rejects when it cannot go out just now; then it goes out later. */
  sent(): Promise<void>;
  /** False while other processes cannot be heard: what is kept then may be outdated without a word. */
  hears(): boolean;
  close(): Promise<void>;
};

/** Within one process. */
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
    sent: async () => {},
    hears: () => true,
    close: async () => {},
  };
}
