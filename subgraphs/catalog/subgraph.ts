import { batched } from '../../kit/batch.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { archiveProduct } from './commands/archive-product.ts';
import { saveProducts } from './commands/save-products.ts';
import { catalog, type ProductInput } from './contract.ts';
import { createLoaders } from './loaders.ts';
import { countProducts, offers, productDocuments, variantsBy } from './questions.ts';
import { resolvers } from './resolvers.ts';

export default defineSubgraph({
  contract: catalog,
  schema: new URL('./schema.graphql', import.meta.url),
  uses: {},
  connections: 2,
  browsing: 2,
  settings: () => ({}),
  build: ({ db: { sql, browse } }) => {
    const save = batched(async (products: ProductInput[]) => (await saveProducts(sql, products)).results, { max: 100 });
    const archive = (externalId: string) => archiveProduct(sql, externalId);
    return {
      commands: {
        saveProducts: ({ products }) => saveProducts(sql, products),
        archiveProduct: ({ externalId }) => archive(externalId),
        offers: ({ variantIds }) => offers(sql, variantIds),
        variants: (which) => variantsBy(sql, which),
        productDocuments: ({ after, limit }) => productDocuments(sql, after ?? null, limit),
        countProducts: () => countProducts(sql),
      },
      resolvers: resolvers({ save, archive }),
      perRequest: () => ({ loaders: createLoaders(browse) }),
    };
  },
});
