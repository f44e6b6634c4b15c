import { Overloaded } from './overloaded.ts';

export type BulkheadOptions = {
  /** How many run at once. */
  concurrent: number;
  /** How many may wait for that; one more is refused at once. */
  queued: number;
  /** How long one may wait, in milliseconds; without end when absent. */
  waitMs?: number;
};

/** Runs the work when its turn comes, or throws `Overloaded` and does not. */
export type Bulkhead = <T>(work: () => Promise<T>) => Promise<T>;

/** Bounds how much is asked of somebody at once, so that who is slow takes no more than this. First come, first served. */
export function bulkhead({ concurrent, queued, waitMs }: BulkheadOptions): Bulkhead {
  let running = 0;
  const waiting = new Set<() => void>();

  /** The place of who leaves goes to who has waited longest, so that nobody slips in between. */
  function leave(): void {
    const [next] = waiting;
    if (next) next();
    else running -= 1;
  }
  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = waitMs === undefined ? undefined : setTimeout(tooLong, waitMs);
      function come(): void {
        clearTimeout(timer);
        waiting.delete(come);
        resolve();
      }
      function tooLong(): void {
        waiting.delete(come);
        reject(new Overloaded(`No place became free within ${waitMs} ms.`));
      }
      waiting.add(come);
    });

  return async (work) => {
    if (running < concurrent) running += 1;
    else if (waiting.size >= queued) throw new Overloaded(`${running} are at work and ${waiting.size} wait already.`);
    else await turn();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
