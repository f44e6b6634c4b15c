import type { ImportedProduct } from '../../subgraphs/catalog/import/imported-product.ts';
import type { RefusedRow } from '../../subgraphs/catalog/import/refused-row.ts';
import type { ShopifyCsvItem } from '../../subgraphs/catalog/import/shopify-csv.ts';

/** What is written together, what the reader refused on the way to it, and how many products were read with it. */
export type Batch = { products: ImportedProduct[]; refused: RefusedRow[]; read: number };

const MOST_PRODUCTS = 250;
/** A product of many variants is work like many products. */
const MOST_VARIANTS = 1_500;

/** Groups what a file says into batches, leaving out the first `skip` products and what was told before the last of them. */
export async function* batchesOf(items: AsyncIterable<ShopifyCsvItem>, skip: number): AsyncGenerator<Batch> {
  let batch: Batch = { products: [], refused: [], read: skip };
  let read = 0;
  let variants = 0;
  for await (const item of items) {
    if ('product' in item) read += 1;
    if (read < skip || (read === skip && 'product' in item)) continue;
    if ('refused' in item) {
      batch.refused.push(item.refused);
      continue;
    }
    batch.products.push(item.product);
    variants += item.product.variants.length;
    if (batch.products.length < MOST_PRODUCTS && variants < MOST_VARIANTS) continue;
    yield { ...batch, read };
    batch = { products: [], refused: [], read };
    variants = 0;
  }
  yield { ...batch, read };
}
