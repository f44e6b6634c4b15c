import { batched } from '../../kit/batch.ts';
import { isRefused } from '../../kit/refusal.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { archiveProduct } from './commands/archive-product.ts';
import { checkProducts } from './commands/check-products.ts';
import { saveProducts } from './commands/save-products.ts';
import { catalog, type ProductInput } from './contract.ts';
import { exportPage } from './export/export-page.ts';
import { listing } from './listing.ts';
import { createLoaders } from './loaders.ts';
import { countProducts, offers, productDocuments, variantsBy } from './questions.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';

export default defineSubgraph({
  contract: catalog,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: {},
  connections: 2,
  browsing: 2,
  settings: () => ({}),
  build: ({ db: { sql, read }, purges, sharedCache }) => {
    const loaders = createLoaders(read, purges, sharedCache);
    const saveAll = async (products: ProductInput[]) => {
      const saved = await saveProducts(sql, products);
      loaders.drop(saved.results.flatMap((result) => (isRefused(result) ? [] : result.productId)));
      return saved;
    };
    const save = batched(async (products: ProductInput[]) => (await saveAll(products)).results, { max: 100 });
    const archive = async (externalId: string) => {
      const result = await archiveProduct(sql, externalId);
      if (!isRefused(result)) loaders.drop([result.productId]);
      return result;
    };
    return {
      commands: {
        saveProducts: ({ products }) => saveAll(products),
        checkProducts: ({ products, moved }) => checkProducts(sql, products, moved),
        archiveProduct: ({ externalId }) => archive(externalId),
        offers: ({ variantIds }) => offers(sql, variantIds),
        variants: (which) => variantsBy(sql, which),
        productDocuments: ({ after, limit }) => productDocuments(sql, after ?? null, limit),
        listing: (which) => read((from) => listing(from, which)),
        exportPage: ({ after, limit }) => exportPage(sql, after ?? null, limit),
        countProducts: () => countProducts(sql),
      },
      resolvers: resolvers({ save, archive }),
      perRequest: () => ({ loaders }),
      close: async () => loaders.close(),
    };
  },
});
