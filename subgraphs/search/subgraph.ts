import { defineSubgraph } from '../../kit/subgraph.ts';
import { catalog } from '../catalog/contract.ts';
import { inventory } from '../inventory/contract.ts';
import { countProducts, reindex } from './commands/reindex.ts';
import { search } from './contract.ts';
import { availabilityChanged } from './reactions/availability-changed.ts';
import { productSaved } from './reactions/product-saved.ts';
import { resolvers } from './resolvers.ts';

export default defineSubgraph({
  contract: search,
  schema: new URL('./schema.graphql', import.meta.url),
  uses: { catalog, inventory },
  connections: 1,
  browsing: 3,
  settings: () => ({}),
  build: ({ db: { sql, browse }, use }) => ({
    commands: { reindex: () => reindex(sql, use), countProducts: () => countProducts(sql) },
    resolvers: resolvers(browse),
    reactions: { 'catalog.ProductSaved': productSaved, 'inventory.AvailabilityChanged': availabilityChanged },
  }),
});
