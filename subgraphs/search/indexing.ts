import type { EventEnvelope } from '../../kit/contract.ts';
import type { Sample } from '../../kit/scrape.ts';
import { searchLag } from '../../kit/state-metrics.ts';
import { searchIndexingSeconds } from '../../kit/telemetry.ts';
import type { Changes } from './changes.ts';
import type { Engine, Sources } from './engine.ts';

/** What keeps the index like its sources: events as they come, and building it anew. */
export function createIndexing({ engine, from, changes }: { engine: Engine; from: Sources; changes: Changes }) {
  let rebuilt: number | null = null;
  let building: Promise<void> | null = null;

  async function build(): Promise<void> {
    rebuilt = 0;
    try {
      await engine.rebuild(from, (products) => {
        rebuilt = products;
        changes.happened();
      });
    } finally {
      rebuilt = null;
      building = null;
      changes.happened();
    }
  }
  return {
    /** Events that are committed. How old the oldest of them is says how far the index is behind. */
    delivered(events: EventEnvelope[]) {
      const oldest = Math.min(...events.map(({ occurredAt }) => Date.parse(occurredAt)));
      if (Number.isFinite(oldest)) searchIndexingSeconds.observe(Math.max(0, (Date.now() - oldest) / 1000));
      engine.delivered();
      changes.happened();
    },
    /** Who asks while it is being done waits for the same. */
    async reindex() {
      building ??= build();
      await building;
      const { products } = await engine.status();
      return { products };
    },
    samples: async (): Promise<Sample[]> => [{ gauge: searchLag, value: await engine.lag() }],
    status: async () => ({ ...(await engine.status()), rebuilt }),
  };
}
