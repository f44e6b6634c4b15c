import { expect, test } from 'vitest';
import type { ImportedProduct } from './imported-product.ts';
import { readShopifyCsv } from './shopify-csv.ts';

async function read(header: string, row: string) {
  const products: ImportedProduct[] = [];
  const refused: string[] = [];
  const input = (async function* () {
    yield `${header}\n${row}\n`;
  })();
  for await (const item of readShopifyCsv(input, { currencyCode: 'EUR' })) {
    if ('product' in item) products.push(item.product);
    else refused.push(`${item.refused.code} ${item.refused.effect}`);
  }
  return { weight: products[0]?.variants[0]?.weightGrams, taxClass: products[0]?.taxClass, refused };
}

test.each<[text: string, grams: number | undefined, refused: string[]]>([
  ['2417', 2417, []],
  ['2417.0', 2417, []],
  ['0.6', 1, []],
  ['0', 0, []],
  ['', undefined, []],
  ['-5', undefined, ['WEIGHT_INVALID VALUE']],
  ['2 kg', undefined, ['WEIGHT_INVALID VALUE']],
])('a weight of "%s" is %s', async (text, weight, refused) => {
  expect(await read('URL handle,Title,Price,Weight value (grams)', `a,A,1,${text}`)).toMatchObject({ weight, refused });
  expect(await read('Handle,Title,Variant Price,Variant Grams', `a,A,1,${text}`)).toMatchObject({ weight, refused });
});

test('a tax class comes from our own column', async () => {
  expect(await read('URL handle,Title,Price,Tax class (product.metafields.holdfast.tax_class)', 'a,A,1,reduced')).toMatchObject({
    taxClass: 'reduced',
  });
});
