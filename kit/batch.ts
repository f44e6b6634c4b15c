import { isTransient } from './db.ts';
import { isTracing, traceparent, tracedTogether } from './trace.ts';

type Waiting<I, O> = { input: I; resolve: (output: O) => void; reject: (error: unknown) => void; trace: string | null };

/**
 * Collects the concurrent calls of one event-loop turn and answers them with one set-based call.
 *
 * One batch is in flight at a time and there is no timer: idle, a call leaves in the same turn; busy, calls gather while
 * the batch before them runs, in arrival order. `inFlight` lets more go at once, where it does not matter who came first.
 * When a batch fails its members are tried one by one, so that one bad request never fails its neighbours; `run` must
 * therefore be repeatable (its rows carry unique request ids). No two calls with one `key` are in one batch: the second goes
 * with a later one. `traces` are those that the calls came from, for what `run` writes down; all null where nothing is traced.
 */
export function batched<I, O>(
  run: (inputs: I[], traces: (string | null)[]) => Promise<O[]>,
  { max = 256, inFlight = 1, key }: { max?: number; inFlight?: number; key?: (input: I) => string } = {},
): (input: I) => Promise<O> {
  let queue: Waiting<I, O>[] = [];
  let underWay = 0;
  let planned = false;

  async function flush(): Promise<void> {
    planned = false;
    if (underWay === inFlight || queue.length === 0) return;
    underWay++;
    await answer(takeBatch());
    underWay--;
    if (queue.length > 0) plan();
  }
  function takeBatch(): Waiting<I, O>[] {
    const batch: Waiting<I, O>[] = [];
    const left: Waiting<I, O>[] = [];
    const keys = new Set<string>();
    for (const call of queue) {
      const own = key?.(call.input);
      const waits = batch.length === max || (own !== undefined && keys.has(own));
      if (own !== undefined) keys.add(own);
      (waits ? left : batch).push(call);
    }
    queue = left;
    return batch;
  }
  async function answer(batch: Waiting<I, O>[]): Promise<void> {
    try {
      await together(batch);
    } catch (error) {
      if (batch.length === 1 && !isTransient(error)) return batch[0]!.reject(error);
      for (const call of batch) await together([call]).catch(call.reject);
    }
  }
  async function together(batch: Waiting<I, O>[]): Promise<void> {
    const traces = batch.map((call) => call.trace);
    const inputs = batch.map((call) => call.input);
    const outputs = await (isTracing() ? tracedTogether(traces, 'batch', {}, () => run(inputs, traces)) : run(inputs, traces));
    if (outputs.length !== batch.length) throw new Error(`a batch of ${batch.length} gave ${outputs.length} answers`);
    for (const [i, call] of batch.entries()) call.resolve(outputs[i]!);
  }
  function plan(): void {
    if (planned || underWay === inFlight) return;
    planned = true;
    setImmediate(() => void flush());
  }
  return (input) =>
    new Promise((resolve, reject) => {
      queue.push({ input, resolve, reject, trace: traceparent() });
      plan();
    });
}
