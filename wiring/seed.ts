import type { Transport } from '../kit/transport.ts';
import { isRefused } from '../kit/refusal.ts';
import { catalog } from '../subgraphs/catalog/contract.ts';
import { demoProducts } from '../subgraphs/catalog/demo/demo-products.ts';
import { inventory } from '../subgraphs/inventory/contract.ts';
import { search } from '../subgraphs/search/contract.ts';

const BATCH = 100;

/** Fills an empty shop with the demo catalogue, its stock and its index. Repeating it changes nothing. */
export async function seedDemo(transport: Transport, onProgress: (done: number, of: number) => void): Promise<void> {
  const ask = { catalog: transport.clientOf(catalog), inventory: transport.clientOf(inventory), search: transport.clientOf(search) };
  const products = demoProducts();
  for (let i = 0; i < products.length; i += BATCH) {
    const batch = products.slice(i, i + BATCH);
    const { results } = await ask.catalog.saveProducts({ products: batch });
    const stock = new Map(batch.flatMap((product) => product.variants.map((variant) => [variant.sku, variant.stock])));
    const variants = results.flatMap((saved) => {
      if (isRefused(saved)) throw new Error(`the demo shop was refused: ${saved.refused[0]!.message}`);
      return saved.variants.map((variant) => ({ ...variant, productId: saved.productId, quantity: stock.get(variant.sku) ?? 0 }));
    });
    await ask.inventory.openStock({ variants });
    onProgress(Math.min(i + BATCH, products.length), products.length);
  }
  await ask.search.reindex({});
}

export const isEmpty = async (transport: Transport): Promise<boolean> =>
  (await transport.clientOf(catalog).countProducts({})).products === 0;
