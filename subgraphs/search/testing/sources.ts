import type { ProductDocument } from '../../catalog/contract.ts';
import type { Peers } from '../../../schema/testing/subgraph.ts';
import type { Shop } from './documents.ts';

type Ask = { after?: string | null; limit: number };
type Stock = { variantId: string; productId: string; available: number; version: number };

/** Catalog and inventory as search knows them: what they hold can be changed, and `before` runs before each page. */
export function testSources(size = 500) {
  const held = { documents: [] as ProductDocument[], stock: [] as Stock[], before: async () => {} };
  async function page<T>(rows: T[], idOf: (row: T) => string, after: string | null | undefined) {
    await held.before();
    const rest = rows.filter((row) => !after || idOf(row) > after).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    return { rows: rest.slice(0, size), next: rest.length > size ? idOf(rest[size - 1]!) : null };
  }
  const peers: Peers = {
    catalog: {
      productDocuments: async ({ after }: Ask) => {
        const { rows, next } = await page(held.documents, (row) => row.productId, after);
        return { documents: rows, next };
      },
      listing: async () => ({
        products: held.documents.map(({ productId, title }) => ({ productId, title })),
        total: held.documents.length,
      }),
    },
    inventory: {
      stockPage: async ({ after }: Ask) => {
        const { rows, next } = await page(held.stock, (row) => row.variantId, after);
        return { variants: rows, next };
      },
    },
  };
  const holds = ({ documents, inStock }: Shop, version = 1) => {
    held.documents = documents;
    held.stock = documents.flatMap(({ productId, variants }) =>
      variants.map(({ variantId }) => ({ variantId, productId, available: inStock.has(variantId) ? 2 : 0, version })),
    );
  };
  return { held, peers, holds };
}
export type TestSources = ReturnType<typeof testSources>;
