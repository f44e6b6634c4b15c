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

/** Those of one process who keep copies; `tell` returns when all have heard. */
export function purgeListeners(): Pick<Purges, 'subscribe'> & { tell(purged: Purged): void } {
  const listeners = new Set<(purged: Purged) => void>();
  return {
    tell: (purged) => {
      if (purged.length > 0) for (const listener of listeners) listener(purged);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Within one process. */
export function createPurges(): Purges {
  const { tell, subscribe } = purgeListeners();
  return {
    publish: tell,
    subscribe,
    sent: async () => {},
    hears: () => true,
    close: async () => {},
  };
}
