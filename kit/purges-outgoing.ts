import type { Purged } from './purges.ts';

/** Sends at most this often; what comes in between is sent together. */
const PAUSE_MS = 50;
const AGAIN_MS = 1_000;
/** More than this at once and others are told to forget everything: they would forget as much one by one. */
const MOST = 5_000;

export type Outgoing = {
  add(tags: readonly string[]): void;
  sent(): Promise<void>;
  /** True while something has not gone out. */
  waits(): boolean;
  close(): Promise<void>;
};

/** Collects tags, each once, and sends them in turn. What cannot be sent stays, and is tried again until it has gone out. */
export function createOutgoing(send: (purged: Purged) => Promise<void>): Outgoing {
  let waiting = new Set<string>();
  let everything = false;
  let flight: Promise<void> | null = null;
  let earliest = 0;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  const add = (tags: Iterable<string>) => {
    for (const tag of tags) waiting.add(tag);
    if (waiting.size <= MOST) return;
    everything = true;
    waiting = new Set();
  };
  const waits = () => everything || waiting.size > 0;

  async function sendAll(): Promise<void> {
    clearTimeout(again);
    try {
      while (waits()) await sendSome();
    } catch (error) {
      if (!closed) again = setTimeout(() => void sent().catch(() => {}), AGAIN_MS);
      throw error;
    } finally {
      flight = null;
    }
  }
  async function sendSome(): Promise<void> {
    const pause = earliest - performance.now();
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    const [tags, all] = [waiting, everything];
    [waiting, everything] = [new Set(), false];
    try {
      await send(all ? 'all' : [...tags]);
    } catch (error) {
      everything ||= all;
      add(tags);
      throw error;
    }
    earliest = performance.now() + PAUSE_MS;
  }
  /** One sends, whoever asks. What was added after the last look is sent before it is over. */
  function sent(): Promise<void> {
    if (!waits() && !flight) return Promise.resolve();
    flight ??= sendAll();
    return flight;
  }
  return {
    add(tags) {
      add(tags);
      sent().catch(() => {});
    },
    sent,
    waits: () => waits() || flight !== null,
    async close() {
      await sent().catch(() => {});
      closed = true;
      clearTimeout(again);
    },
  };
}
