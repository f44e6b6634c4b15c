import { open, rename, rm } from 'node:fs/promises';
import type { Transport } from '../../kit/transport.ts';
import { catalog, type CatalogueProduct } from '../../subgraphs/catalog/contract.ts';
import { shopifyCsv } from '../../subgraphs/catalog/export/shopify-csv.ts';
import type { Dialect } from '../../subgraphs/catalog/import/columns.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import { meter } from '../progress.ts';

type Exported = { products: number; variants: number; leftOut: number };
const PAGE = 500;

/** Writes page after page into a file beside the one that was named, and gives it that name when all is in it. */
export async function exportFile(
  { file, dialect }: { file: string; dialect: Dialect },
  { transport, stopping }: { transport: Transport; stopping: AbortSignal },
): Promise<Exported | 'stopped'> {
  const ask = { catalog: transport.clientOf(catalog), inventory: transport.clientOf(inventory) };
  const csv = shopifyCsv(dialect);
  const bar = meter('products', (await ask.catalog.countProducts({})).products);
  const exported: Exported = { products: 0, variants: 0, leftOut: 0 };
  const part = `${file}.part`;
  const out = await open(part, 'w');
  try {
    await out.write(csv.header);
    for await (const products of pages(ask.catalog.exportPage)) {
      if (stopping.aborted) return 'stopped';
      const variantIds = products.flatMap((product) => product.variants.map((variant) => variant.variantId));
      const { variants } = await ask.inventory.availability({ variantIds });
      const units = new Map(variants.map(({ variantId, available }) => [variantId, available]));
      let text = '';
      for (const product of products) {
        const written = csv.write(product, units);
        if ('unwritable' in written) {
          exported.leftOut += 1;
          bar.line(`${product.externalId}: left out. ${written.unwritable}`);
          continue;
        }
        for (const field of written.kept) bar.line(`${product.externalId}: its ${field} cannot be said in this format; the cell is empty.`);
        exported.products += 1;
        exported.variants += product.variants.length;
        text += written.text;
      }
      await out.write(text);
      bar.update(exported.products + exported.leftOut);
    }
    await out.sync();
    await rename(part, file);
    return exported;
  } finally {
    bar.stop();
    await out.close();
    await rm(part, { force: true });
  }
}

type ExportPage = (input: { after: string | null; limit: number }) => Promise<{ products: CatalogueProduct[]; next: string | null }>;

/** The next page is asked for while this one is being written. */
async function* pages(exportPage: ExportPage): AsyncGenerator<CatalogueProduct[]> {
  let asked: ReturnType<ExportPage> | null = exportPage({ after: null, limit: PAGE });
  while (asked) {
    const { products, next }: Awaited<ReturnType<ExportPage>> = await asked;
    asked = next === null ? null : exportPage({ after: next, limit: PAGE });
    asked?.catch(() => {});
    yield products;
  }
}
