import { defineSubgraph } from '../../kit/subgraph.ts';
import { catalog } from '../catalog/contract.ts';
import { inventory } from '../inventory/contract.ts';
import { announceChanges } from './changes.ts';
import { search } from './contract.ts';
import { createFinder } from './finder.ts';
import { createIndexing } from './indexing.ts';
import { meilisearchEngine } from './meilisearch/engine.ts';
import { postgresEngine } from './postgres/engine.ts';
import { availabilityChanged } from './reactions/availability-changed.ts';
import { productSaved } from './reactions/product-saved.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';

/** While changes stream in, what is kept of answers may be so much out of date, in milliseconds. */
const REST_MS = 1_000;

export default defineSubgraph({
  contract: search,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { catalog, inventory },
  connections: 1,
  browsing: 3,
  settings: ({ meilisearch }) => ({ meilisearch: meilisearch as (typeof meilisearch & { index?: string }) | null, restMs: REST_MS }),
  build: ({ db, use, settings, log, purges }) => {
    const changes = announceChanges(purges, settings.restMs);
    const { meilisearch } = settings;
    const engine = meilisearch ? meilisearchEngine({ ...meilisearch, db, from: use, log, changes }) : postgresEngine(db);
    const indexing = createIndexing({ engine, from: use, changes });
    const finder = createFinder({ engine, from: use.catalog, purges, log });
    return {
      commands: {
        reindex: () => indexing.reindex(),
        countProducts: async () => ({ products: (await engine.status()).products }),
        status: () => indexing.status(),
      },
      resolvers: resolvers(finder),
      reactions: { 'catalog.ProductSaved': productSaved(engine), 'inventory.AvailabilityChanged': availabilityChanged(engine) },
      delivered: (events) => indexing.delivered(events),
      samples: () => indexing.samples(),
      close: async () => {
        finder.close();
        changes.close();
        await engine.close();
      },
    };
  },
});
