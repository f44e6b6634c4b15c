import { randomInt } from 'node:crypto';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { catalog } from '../catalog/contract.ts';
import { applyRepairs } from './commands/apply-repairs.ts';
import { expireReservations } from './commands/expire-reservations.ts';
import { openStock } from './commands/open-stock.ts';
import { pinnedHolds } from './commands/pinned-holds.ts';
import { planRepairs } from './commands/plan-repairs.ts';
import { reserver } from './commands/reserve.ts';
import { settler } from './commands/settle.ts';
import { spreadStock } from './commands/spread-stock.ts';
import { takeAdjustment } from './commands/take-adjustment.ts';
import { takeBack } from './commands/take-back.ts';
import { inventory } from './contract.ts';
import { availableUnits, createLoaders } from './loaders.ts';
import { learnVariants } from './reactions/product-saved.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { stockPage } from './stock-page.ts';

/** Each process sells from a shard of its own as long as it lasts: by a number drawn at its start, modulo the shards that there are. */
const SHARDS = 64;

export default defineSubgraph({
  contract: inventory,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { catalog },
  connections: 4,
  browsing: 2,
  settings: () => ({}),
  build: ({ db: { sql, read }, use }) => {
    const loaders = createLoaders(read);
    const reserve = reserver(sql, randomInt(SHARDS));
    const settle = settler(sql);
    return {
      commands: {
        hold: (input) => reserve({ ...input, attemptId: null, adopt: null }),
        reserve,
        release: (input) => settle({ ...input, event: 'release' }),
        commit: (input) => settle({ ...input, event: 'commit' }),
        giveBack: (input) => settle({ ...input, event: 'give back' }),
        takeBack: (input) => takeBack(sql, input),
        expireReservations: ({ limit }) => expireReservations(sql, limit),
        availability: async ({ variantIds }) => ({ variants: await availableUnits(sql, variantIds) }),
        openStock: ({ variants }) => openStock(sql, variants),
        spreadStock: (input) => spreadStock(sql, input),
        stockPage: ({ after, limit }) => stockPage(sql, after ?? null, limit),
        pinnedHolds: () => pinnedHolds(sql),
        planRepairs: () => planRepairs(sql),
        applyRepairs: ({ repairs }) => applyRepairs(sql, repairs),
      },
      resolvers: resolvers(read, (input) => takeAdjustment(sql, use.catalog, input)),
      perRequest: () => ({ loaders }),
      reactions: { 'catalog.ProductSaved': learnVariants },
    };
  },
});
