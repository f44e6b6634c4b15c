import DataLoader from 'dataloader';

/** So many keys at most go into one statement. */
const MAX_BATCH = 1_000;

/**
 * What all requests of one event-loop turn ask for becomes one call of `load`, which gets each key once and answers in the
 * order of its keys. Nothing is remembered from one turn to the next. With `gather` one call is under way at a time, and what
 * is asked meanwhile becomes the next one: for what so many ask that calls would queue for a connection.
 */
export function turnLoader<V>(load: (keys: string[]) => Promise<V[]>, { gather = false } = {}): (key: string) => Promise<V> {
  const gate = gather ? oneAtATime() : null;
  const loader = new DataLoader<string, V>(
    async (keys) => {
      const unique = [...new Set(keys)];
      const values = await (gate ? gate.pass(() => load(unique)) : load(unique));
      const byKey = new Map(unique.map((key, i) => [key, values[i]!]));
      return keys.map((key) => byKey.get(key)!);
    },
    {
      cache: false,
      maxBatchSize: MAX_BATCH,
      batchScheduleFn: (dispatch) => void setImmediate(gate ? () => gate.arrive(dispatch) : dispatch),
    },
  );
  return (key) => loader.load(key);
}

/** Lets calls through one after the other; one that has arrived and not passed goes on taking keys. */
function oneAtATime() {
  const waiting: (() => void)[] = [];
  let busy = false;
  return {
    arrive: (dispatch: () => void) => void (busy ? waiting.push(dispatch) : dispatch()),
    async pass<T>(call: () => Promise<T>): Promise<T> {
      busy = true;
      try {
        return await call();
      } finally {
        busy = false;
        waiting.shift()?.();
      }
    },
  };
}
