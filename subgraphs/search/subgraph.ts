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
  connections: 4,
  settings: () => ({}),
  build: ({ db: { sql }, use }) => ({
    commands: { reindex: () => reindex(sql, use), countProducts: () => countProducts(sql) },
    resolvers: resolvers(sql),
    reactions: { 'catalog.ProductSaved': productSaved, 'inventory.AvailabilityChanged': availabilityChanged },
  }),
});
