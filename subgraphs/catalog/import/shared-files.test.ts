import { createReadStream, existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ImportedProduct } from './imported-product.ts';
import type { RefusedRow } from './refused-row.ts';
import { readShopifyCsv } from './shopify-csv.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/shopify-csv/', import.meta.url));
const absent = !existsSync(folder);
if (absent) console.warn(`SKIPPED the shared Shopify files: there is no ${folder}`);

async function read(name: string): Promise<{ products: ImportedProduct[]; refused: RefusedRow[]; bytes: number[] }> {
  const products: ImportedProduct[] = [];
  const refused: RefusedRow[] = [];
  const bytes: number[] = [];
  for await (const item of readShopifyCsv(createReadStream(folder + name), { currencyCode: 'EUR' })) {
    if ('refused' in item) refused.push(item.refused);
    else {
      products.push(item.product);
      bytes.push(item.bytes);
    }
  }
  return { products, refused, bytes };
}

describe.skipIf(absent)(`the shared Shopify files${absent ? ' (SKIPPED: ../shared/data/shopify-csv is not there)' : ''}`, () => {
  it('read to the same products in both dialects', { timeout: 30_000 }, async () => {
    const current = await read('current-format.csv');
    const legacy = await read('legacy-format.csv');
    expect(current.products).toHaveLength(2566);
    expect(current.products.flatMap((product) => product.variants)).toHaveLength(4901);
    expect(legacy.products).toEqual(current.products);
    const where = ({ column: _column, ...rest }: RefusedRow) => rest;
    expect(legacy.refused.map(where)).toEqual(current.refused.map(where));
    expect(new Set(current.refused.map((row) => row.code))).toEqual(new Set(['STOCK_NEGATIVE']));
    expect(current.bytes).toEqual([...current.bytes].sort((a, b) => a - b));
    expect(current.bytes.at(-1)).toBe(statSync(`${folder}current-format.csv`).size);
  });

  it("read a stranger's export, which has no SKUs", async () => {
    const { products, refused } = await read('third-party/packt-product-data.csv');
    expect([products.length, products.flatMap((product) => product.variants).length, refused.length]).toEqual([20, 21, 0]);
  });
});
