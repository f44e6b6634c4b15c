import DataLoader from 'dataloader';

/** So many keys at most go into one statement. */
const MAX_BATCH = 1_000;

/**
 * What all requests of one event-loop turn ask for becomes one call of `load`, which gets each key once and answers in the
 * order of its keys. Nothing is remembered from one turn to the next.
 */
export function turnLoader<V>(load: (keys: string[]) => Promise<V[]>): (key: string) => Promise<V> {
  const loader = new DataLoader<string, V>(
    async (keys) => {
      const unique = [...new Set(keys)];
      const values = await load(unique);
      const byKey = new Map(unique.map((key, i) => [key, values[i]!]));
      return keys.map((key) => byKey.get(key)!);
    },
    { cache: false, maxBatchSize: MAX_BATCH, batchScheduleFn: (dispatch) => void setImmediate(dispatch) },
  );
  return (key) => loader.load(key);
}
