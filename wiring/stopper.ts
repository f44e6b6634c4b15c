import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../kit/log.ts';

/** All parts together end within the half minute that orchestrators give. */
const LIMITS = { partMs: 12_000, allMs: 25_000 };

/** Ends what was started, the last first; what cannot be ended, or not in time, is logged and does not keep the rest running. */
export class Stopper {
  private readonly parts: { name: string; stop: () => Promise<void>; moreMs: number }[] = [];
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly log: Log,
    private readonly limits = LIMITS,
  ) {}

  /** `moreMs`: on top of what a part has to stop in. */
  add<T>(name: string, part: T, stop: (part: T) => Promise<void>, { moreMs = 0 } = {}): T {
    this.parts.push({ name, stop: () => stop(part), moreMs });
    return part;
  }

  /** Calling it again waits for the same end. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    const end = performance.now() + this.limits.allMs;
    for (const part of this.parts.reverse()) {
      const left = Math.max(1, Math.min(this.limits.partMs + part.moreMs, end - performance.now()));
      const late = sleep(left, 'late', { ref: false });
      const stopped = part.stop().catch((error: unknown) => this.log.error({ err: error, part: part.name }, 'a part did not stop cleanly'));
      if ((await Promise.race([stopped, late])) === 'late')
        this.log.error({ part: part.name, ms: Math.round(left) }, 'a part did not stop in time');
    }
  }
}
