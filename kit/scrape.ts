import type { Gauge } from 'prom-client';
import { withDeadline } from './deadline.ts';
import type { Log } from './log.ts';
import { stateKnown } from './state-metrics.ts';

export type Sample = { gauge: Gauge<string>; labels?: Record<string, string>; value: number };
/** Reads how something stands. Statements of its own, few and bounded: it is asked by whoever scrapes. */
export type Look = () => Promise<Sample[]>;

/** However often somebody scrapes, and however many do, it is looked again after so long. */
const AGAIN_MS = 5_000;
/** Less than a scraper waits: what is late is left out, the rest is wanted just then. */
const PATIENCE_MS = 2_000;

type Times = { againMs: number; patienceMs: number };
type Source = { freshen(times: Times): Promise<void>; close(): void };
const sources = new Set<Source>();

/**
 * For what stands in a database or a queue, and is the same whichever process looks: read when somebody scrapes. What cannot be
 * read, or is not read in time, is left out (never the last value for ever), and `holdfast_state_known` says so. Ends with what it returns.
 */
export function onScrape(part: string, look: Look, log: Log): () => void {
  let shown: Sample[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;
  let closed = false;
  const show = (samples: Sample[], known: boolean) => {
    if (closed) return;
    for (const { gauge, labels } of shown) gauge.remove(labels ?? {});
    for (const { gauge, labels, value } of samples) gauge.set(labels ?? {}, value);
    shown = samples;
    stateKnown.set({ part }, known ? 1 : 0);
  };
  async function lookNow(): Promise<void> {
    show(await look(), true);
  }
  const source: Source = {
    async freshen({ againMs, patienceMs }) {
      if (performance.now() - lookedAt < againMs) return;
      underWay ??= lookNow().finally(() => {
        underWay = null;
        lookedAt = performance.now();
      });
      await withDeadline(underWay, patienceMs).catch((err: unknown) => {
        show([], false);
        log.warn({ err, part }, 'it is not known how this part stands');
      });
    },
    close() {
      show([], false);
      closed = true;
      stateKnown.remove({ part });
      sources.delete(source);
    },
  };
  sources.add(source);
  return source.close;
}

/** Before a scrape is answered. Never rejects, and takes no longer than the patience. */
export async function freshen({ againMs = AGAIN_MS, patienceMs = PATIENCE_MS }: Partial<Times> = {}): Promise<void> {
  await Promise.all([...sources].map((source) => source.freshen({ againMs, patienceMs })));
}
