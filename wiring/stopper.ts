import type { Log } from '../kit/log.ts';

/** Ends what was started, the last first; what cannot be ended is logged and does not keep the rest running. */
export class Stopper {
  private readonly parts: { name: string; stop: () => Promise<void> }[] = [];
  private stopping: Promise<void> | undefined;

  constructor(private readonly log: Log) {}

  add<T>(name: string, part: T, stop: (part: T) => Promise<void>): T {
    this.parts.push({ name, stop: () => stop(part) });
    return part;
  }

  /** Calling it again waits for the same end. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    for (const part of this.parts.reverse()) {
      await part.stop().catch((error: unknown) => this.log.error({ err: error, part: part.name }, 'a part did not stop cleanly'));
    }
  }
}
