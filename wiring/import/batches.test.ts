import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ShopifyCsvItem } from '../../subgraphs/catalog/import/shopify-csv.ts';
import { batchesOf } from './batches.ts';

const variant = { sku: '', selectedOptions: [], priceMinor: 1, currencyCode: 'EUR', line: 1 };
const item = (variants: number, n: number): ShopifyCsvItem =>
  variants === 0
    ? { refused: { line: n, handle: '', column: '', code: 'ROW_EMPTY', message: '', effect: 'ROW' } }
    : {
        bytes: n,
        product: { externalId: `p${n}`, title: '', images: [], status: 'ACTIVE', line: n, variants: Array(variants).fill(variant) },
      };

async function all(items: ShopifyCsvItem[], skip: number) {
  const batches = [];
  const input = async function* () {
    yield* items;
  };
  for await (const batch of batchesOf(input(), skip)) batches.push(batch);
  return batches;
}

test('from any bookmark on come the very batches that would have come, refusals and all, and together they are everything', async () => {
  const file = fc.array(fc.constantFrom(0, 0, 1, 300, 700, 1500, 2000), { maxLength: 40 }).map((sizes) => sizes.map(item));
  await fc.assert(
    fc.asyncProperty(file, async (items) => {
      const batches = await all(items, 0);
      expect(batches.flatMap(({ products }) => products)).toEqual(items.flatMap((one) => ('product' in one ? [one.product] : [])));
      expect(batches.flatMap(({ refused }) => refused)).toEqual(items.flatMap((one) => ('refused' in one ? [one.refused] : [])));
      for (const [i, { read }] of batches.entries()) {
        if (i < batches.length - 1) expect(await all(items, read)).toEqual(batches.slice(i + 1));
      }
      expect(batches.every(({ products }) => products.reduce((sum, { variants }) => sum + variants.length, 0) < 3_500)).toBe(true);
    }),
  );
});

test('small products come 250 at a time', async () => {
  const items = Array.from({ length: 600 }, (_, n) => item(1, n));
  expect((await all(items, 0)).map(({ products }) => products.length)).toEqual([250, 250, 100]);
});
