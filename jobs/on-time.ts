import type { Log } from '../kit/log.ts';
import type { Queues } from '../kit/queue.ts';

/** What runs by itself, and needs to be told nothing. */
export type Regular = { queue: string; everyMs: number; run: () => Promise<void> };

const LOOK_MS = 5_000;
/** So many times may a turn be missed before it is taken without being called. */
const MISSED = 3;

/**
 * Lets a queue call for work every `everyMs`, once for all processes. What must be done sooner or later does not hang on that
 * alone: when the queue does not call (it is away, it has forgotten, its worker is stuck) the work is done all the same. It
 * may be done twice at a time for that, which its commands allow.
 */
export function onTime({ queue, everyMs, run }: Regular, queues: Pick<Queues, 'work' | 'schedule'>, log: Log, lookMs = LOOK_MS) {
  let called = Date.now();
  let uncalled: Promise<void> | null = null;
  queues.work(queue, async () => {
    called = Date.now();
    await run();
  });
  const schedule = () => queues.schedule(queue, everyMs);
  const timer = setInterval(() => {
    schedule().catch((err: unknown) => log.warn({ err, queue }, 'a schedule cannot be looked at'));
    if (uncalled || Date.now() - called < Math.max(MISSED * everyMs, lookMs)) return;
    log.warn({ queue, seconds: Math.round((Date.now() - called) / 1000) }, 'nobody has called for this, so it is done uncalled');
    uncalled = run()
      .catch((err: unknown) => log.warn({ err, queue }, 'it failed'))
      .finally(() => {
        uncalled = null;
      });
  }, lookMs);
  return {
    schedule,
    stop: () => clearInterval(timer),
  };
}
