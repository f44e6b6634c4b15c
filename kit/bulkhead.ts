import { Overloaded } from './overloaded.ts';

export type BulkheadOptions = {
  /** How many run at once. */
  concurrent: number;
  /** How many may wait for that; one more is refused at once. */
  queued: number;
  /** How long one may wait, in milliseconds; without end when absent. */
  waitMs?: number;
  /** Told whenever one of them has changed. */
  watch?: (running: number, waiting: number) => void;
};

/** Calls back when whoever has asked is gone; gives what ends the listening. */
export type Listen = (gone: () => void) => () => void;

/** Runs the work when its turn comes, or throws `Overloaded` and does not: also when whoever waits for it is gone. */
export type Bulkhead = <T>(work: () => Promise<T>, listen?: Listen) => Promise<T>;

/** Bounds how much is asked of somebody at once, so that who is slow takes no more than this. First come, first served. */
export function bulkhead({ concurrent, queued, waitMs, watch = () => {} }: BulkheadOptions): Bulkhead {
  let running = 0;
  const waiting = new Set<() => void>();

  /** The place of who leaves goes to who has waited longest, so that nobody slips in between. */
  function leave(): void {
    const [next] = waiting;
    if (next) next();
    else running -= 1;
    watch(running, waiting.size);
  }
  const turn = (listen?: Listen): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = waitMs === undefined ? undefined : setTimeout(tooLong, waitMs);
      let deafen: (() => void) | undefined;
      function end(): void {
        clearTimeout(timer);
        deafen?.();
        waiting.delete(come);
      }
      function come(): void {
        end();
        resolve();
      }
      function refuse(error: Overloaded): void {
        end();
        watch(running, waiting.size);
        reject(error);
      }
      function tooLong(): void {
        refuse(new Overloaded(`No place became free within ${waitMs} ms.`, undefined, 'waited'));
      }
      function gone(): void {
        refuse(new Overloaded('Whoever waited is gone.', undefined, 'gone'));
      }
      waiting.add(come);
      watch(running, waiting.size);
      deafen = listen?.(gone);
    });

  return async (work, listen) => {
    if (running < concurrent) {
      running += 1;
      watch(running, waiting.size);
    } else if (waiting.size >= queued) throw new Overloaded(`${running} are at work and ${waiting.size} wait already.`);
    else await turn(listen);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
