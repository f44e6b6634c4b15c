import { expect, it } from 'vitest';
import type { ImportedProduct } from './imported-product.ts';
import type { RefusedRow } from './refused-row.ts';
import { readShopifyCsv } from './shopify-csv.ts';
import { surveyShopifyCsv } from './survey.ts';

const COLUMNS = {
  current: 'URL handle,Title,Description,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory quantity,Product image URL',
  legacy:
    'Handle,Title,Body (HTML),Status,Variant SKU,Option1 Name,Option1 Value,Variant Price,Variant Compare At Price,Variant Inventory Qty,Image Src',
};
const GOOD = 'good,Good,,active,G-1,Size,S,5.00,,3,';

async function read(text: string) {
  const input = async function* () {
    yield Buffer.from(text);
  };
  const survey = await surveyShopifyCsv(input());
  if ('refused' in survey) throw new Error(survey.refused.message);
  const products: ImportedProduct[] = [];
  const refused: RefusedRow[] = [];
  for await (const item of readShopifyCsv(input(), { currencyCode: 'EUR', apart: survey.apart })) {
    if ('refused' in item) refused.push(item.refused);
    else products.push(item.product);
  }
  return { products, refused };
}

/** What merchants have in their files: the rows of product `a`, what is refused, and what is taken of it (null: nothing). */
const DIRT: [dirt: string, rows: string[], refused: string[], taken: object | null][] = [
  ['quoted newlines', ['a,A,"one\r\ntwo",,A-1,,,1,,,'], [], { description: 'one\r\ntwo' }],
  ['rows of a picture alone', ['a,A,,,A-1,,,1,,,/1.png', 'a,,,,,,,,,,/2.png'], [], { images: [{ url: '/1.png' }, { url: '/2.png' }] }],
  ['rows apart', ['a,A,,,A-1,Size,S,1,,,', 'z,Z,,,Z-1,,,1,,,', 'a,,,,A-2,,M,2,,,'], [], { variants: [{ sku: 'A-1' }, { sku: 'A-2' }] }],
  ['a SKU twice in a product', ['a,A,,,A-1,Size,S,1,,,', 'a,,,,A-1,,M,1,,,'], ['4 SKU_TWICE'], { variants: [{ sku: 'A-1' }] }],
  ['a SKU twice in the file', ['a,A,,,G-1,Size,S,1,,,', 'a,,,,A-2,,M,1,,,'], ['3 SKU_TWICE'], { variants: [{ sku: 'A-2' }] }],
  ['thousands with a comma', ['a,A,,,A-1,,,"1,299.00",,,'], [], { variants: [{ priceMinor: 129_900 }] }],
  ['decimals with a comma', ['a,A,,,A-1,,,"12,50",,,'], [], { variants: [{ priceMinor: 1250 }] }],
  ['a negative price', ['a,A,,,A-1,,,-5,,,'], ['3 PRICE_NEGATIVE', '3 NO_VARIANT'], null],
  ['no price', ['a,A,,,A-1,,,,,,'], ['3 PRICE_MISSING', '3 NO_VARIANT'], null],
  [
    'a compare-at price below the price',
    ['a,A,,,A-1,,,5,4,,'],
    ['3 COMPARE_AT_NOT_ABOVE'],
    { variants: [expect.not.objectContaining({ compareAtPriceMinor: expect.anything() })] },
  ],
  ['script in HTML', ['a,A,"<p onclick=""x()"">Hi<script>steal()</script></p>",,A-1,,,1,,,'], [], { description: '<p>Hi</p>' }],
  ['an unknown status', ['a,A,,sold,A-1,,,1,,,'], ['3 STATUS_UNKNOWN'], null],
  ['no title', ['a,,,,A-1,,,1,,,'], ['3 TITLE_MISSING'], null],
  ['no handle', [',A,,,A-1,,,1,,,'], ['3 HANDLE_MISSING'], null],
  [
    '120 variants',
    Array.from({ length: 120 }, (_, n) => `a,${n === 0 ? 'A' : ''},,,A-${n},${n === 0 ? 'Size' : ''},${n},1,,,`),
    [],
    { variants: Array.from({ length: 120 }, (_, n) => ({ sku: `A-${n}` })) },
  ],
  ['a formula', ['a,"=HYPERLINK(""x"")",+1,,@A,,,1,,,'], [], { title: '=HYPERLINK("x")', description: '+1', variants: [{ sku: '@A' }] }],
  ['an apostrophe that we have not put there', ["a,'=1,,,A-1,,,1,,,"], [], { title: "'=1" }],
];

it.each(Object.entries(COLUMNS).flatMap(([dialect, header]) => DIRT.map((dirt) => [dirt[0], dialect, header, dirt] as const)))(
  '%s in the %s format: taken or refused, never half',
  async (_, __, header, [, rows, expected, taken]) => {
    for (const [mark, newline] of [
      ['', '\n'],
      ['\ufeff', '\r\n'],
    ] as const) {
      const { products, refused } = await read(mark + [header, GOOD, ...rows, ''].join(newline));
      expect(refused.map(({ line, code }) => `${line} ${code}`)).toEqual(expected);
      const product = products.find(({ externalId }) => externalId === 'a');
      if (taken === null) expect(product).toBeUndefined();
      else expect(product).toMatchObject(taken);
      expect(products[0]).toMatchObject({ externalId: 'good', title: 'Good', variants: [{ sku: 'G-1', priceMinor: 500, stock: 3 }] });
    }
  },
);
