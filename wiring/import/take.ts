import { isRefused, type Refused } from '../../kit/refusal.ts';
import type { Transport } from '../../kit/transport.ts';
import { catalog } from '../../subgraphs/catalog/contract.ts';
import { catalogueRefusals } from '../../subgraphs/catalog/import/catalogue-refusals.ts';
import type { Columns } from '../../subgraphs/catalog/import/columns.ts';
import type { ImportedProduct } from '../../subgraphs/catalog/import/imported-product.ts';
import { MovedSlugs } from '../../subgraphs/catalog/import/moved-slugs.ts';
import type { RefusedRow } from '../../subgraphs/catalog/import/refused-row.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import type { Bookmark } from './bookmark.ts';

const OPENED_AT_ONCE = 5_000;

/** What became of a batch. */
export type Taken = {
  products: number;
  variants: number;
  created: number;
  changed: number;
  refused: RefusedRow[];
  witness: Bookmark['witness'];
  /** The second half of the work: the stock of what was saved. */
  openStock(): Promise<void>;
};
export type Take = (products: ImportedProduct[]) => Promise<Taken>;

/** Saves products; their stock is opened after. */
export function saving(transport: Transport, columns: Columns): Take {
  const ask = { catalog: transport.clientOf(catalog), inventory: transport.clientOf(inventory) };
  return async (products) => {
    const { results, created, changed } = await ask.catalog.saveProducts({ products });
    const opening = results.flatMap((saved, i) => {
      if (isRefused(saved)) return [];
      const stock = new Map(products[i]!.variants.map((variant) => [variant.sku, variant.stock]));
      return saved.variants.flatMap(({ variantId, sku }) => {
        const quantity = stock.get(sku);
        return quantity === undefined ? [] : [{ variantId, sku, productId: saved.productId, quantity }];
      });
    });
    const last = results.findLast((saved) => !isRefused(saved));
    return {
      ...summed(products, results, columns),
      created,
      changed,
      witness: last && !isRefused(last) ? last.variants[0]! : null,
      async openStock() {
        for (let i = 0; i < opening.length; i += OPENED_AT_ONCE)
          await ask.inventory.openStock({ variants: opening.slice(i, i + OPENED_AT_ONCE) });
      },
    };
  };
}

/** Asks what saving would answer, and leaves it at that. */
export function checking(transport: Transport, columns: Columns): Take {
  const moved = new MovedSlugs();
  const ask = transport.clientOf(catalog);
  return async (products) => {
    const answer = await ask.checkProducts({ products, moved: moved.facing(products) });
    moved.add(answer.moved);
    const outcomes = answer.results.map((result) => (isRefused(result) ? 'REFUSED' : result.outcome));
    return {
      ...summed(products, answer.results, columns),
      created: outcomes.filter((outcome) => outcome === 'CREATED').length,
      changed: outcomes.filter((outcome) => outcome === 'CHANGED').length,
      witness: null,
      openStock: async () => {},
    };
  };
}

function summed(products: ImportedProduct[], results: (Refused | object)[], columns: Columns) {
  const taken = products.filter((_, i) => !isRefused(results[i]));
  return {
    products: taken.length,
    variants: taken.reduce((sum, product) => sum + product.variants.length, 0),
    refused: products.flatMap((product, i) => {
      const result = results[i];
      return isRefused(result) ? catalogueRefusals(product, result, columns) : [];
    }),
  };
}
