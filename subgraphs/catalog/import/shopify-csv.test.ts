import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportedProduct } from './imported-product.ts';
import type { RefusedRow } from './refused-row.ts';
import { readShopifyCsv } from './shopify-csv.ts';

interface Run {
  products: ImportedProduct[];
  refused: RefusedRow[];
  bytes: number[];
}

async function read(text: string): Promise<Run> {
  const run: Run = { products: [], refused: [], bytes: [] };
  const input = (async function* () {
    yield text;
  })();
  for await (const item of readShopifyCsv(input, { currencyCode: 'EUR' })) {
    if ('refused' in item) run.refused.push(item.refused);
    else {
      run.products.push(item.product);
      run.bytes.push(item.bytes);
    }
  }
  return run;
}

const HEADER = 'URL handle,Title,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory quantity,Product image URL';
const GOOD = 'good,Good,active,G-1,Size,S,5.00,,3,';
const file = (...rows: string[]): string => [HEADER, ...rows, GOOD, ''].join('\n');

describe('readShopifyCsv', () => {
  it('reads a product over several rows', async () => {
    const { products, refused, bytes } = await read(
      [
        'Handle,Title,Body (HTML),Vendor,Product Category,Type,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,' +
          'Variant Price,Variant Compare At Price,Variant Inventory Qty,' +
          'Image Src,Image Position,Image Alt Text,Variant Image,Status',
        'tee,Tee,"<p onclick=""x()"">Soft\r\n<b>tee</b><script>steal()</script></p>",Acme,Clothes > Tops > Tees,Tee,' +
          'Size,S,Colour,Red,T-1,"1,299.00",1500,4,https://x.test/2.png,2,Two,https://x.test/red.png,Draft',
        'tee,,,,,,,M,,Red,,12.50,,,https://x.test/1.png,1,One,,',
        'tee,,,,,,,,,,,,,,https://x.test/3.png,,,,',
        '',
      ].join('\r\n'),
    );
    expect(refused).toEqual([]);
    expect(bytes).toHaveLength(1);
    const options = (size: string) => [
      { name: 'Size', value: size },
      { name: 'Colour', value: 'Red' },
    ];
    expect(products).toEqual([
      {
        externalId: 'tee',
        slug: 'tee',
        title: 'Tee',
        description: '<p>Soft\r\n<b>tee</b></p>',
        brand: 'Acme',
        categoryPath: ['Clothes', 'Tops', 'Tees'],
        status: 'DRAFT',
        line: 2,
        images: [
          { url: 'https://x.test/1.png', altText: 'One' },
          { url: 'https://x.test/2.png', altText: 'Two' },
          { url: 'https://x.test/3.png' },
        ],
        variants: [
          {
            sku: 'T-1',
            title: 'S / Red',
            selectedOptions: options('S'),
            priceMinor: 129900,
            compareAtPriceMinor: 150000,
            currencyCode: 'EUR',
            image: { url: 'https://x.test/red.png' },
            stock: 4,
            line: 2,
          },
          { sku: 'tee-2', title: 'M / Red', selectedOptions: options('M'), priceMinor: 1250, currencyCode: 'EUR', line: 4 },
        ],
      },
    ]);
  });

  it('reads "Default Title" as no option, no status as active, Type as the category', async () => {
    const { products } = await read('Handle,Title,Type,Option1 Name,Option1 Value,Variant Price\nmug,Mug,Cups,Title,Default Title,5\n');
    expect(products[0]).toMatchObject({
      status: 'ACTIVE',
      categoryPath: ['Cups'],
      variants: [{ sku: 'mug-1', selectedOptions: [] }],
    });
  });

  it.each<[why: string, rows: string[], code: string, column: string, line: number, kept: number]>([
    ['no price', ['a,A,,A-1,Size,S,,,1,', 'a,,,A-2,,M,2,,1,'], 'PRICE_MISSING', 'Price', 2, 1],
    ['a negative price', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,,M,-2,,1,'], 'PRICE_NEGATIVE', 'Price', 3, 1],
    ['a price that is none', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,,M,cheap!,,1,'], 'PRICE_INVALID', 'Price', 3, 1],
    ['a price of two meanings', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,,M,1.299,,1,'], 'PRICE_AMBIGUOUS', 'Price', 3, 1],
    ['half a unit in stock', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,,M,1,,1.5,'], 'STOCK_INVALID', 'Inventory quantity', 3, 1],
    ['stock below zero', ['a,A,,A-1,Size,S,1,,-4,'], 'STOCK_NEGATIVE', 'Inventory quantity', 2, 1],
    ['a compare-at price below the price', ['a,A,,A-1,Size,S,5,4,1,'], 'COMPARE_AT_NOT_ABOVE', 'Compare-at price', 2, 1],
    ['a compare-at price that is none', ['a,A,,A-1,Size,S,5,much,1,'], 'COMPARE_AT_INVALID', 'Compare-at price', 2, 1],
    ['no option value', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,,,1,,1,'], 'OPTION_VALUE_MISSING', 'Option1 value', 3, 1],
    ['no option name', ['a,A,,A-1,,S,1,,1,'], 'OPTION_NAME_MISSING', 'Option1 value', 2, 0],
    ['another option name', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,Colour,M,1,,1,'], 'OPTION_NAME_CHANGED', 'Option1 name', 3, 1],
    ['the same options', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,,S,1,,1,'], 'OPTIONS_TWICE', 'Option1 value', 3, 1],
    ['the same SKU in a product', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-1,,M,1,,1,'], 'SKU_TWICE', 'SKU', 3, 1],
    ['the same SKU in the file', ['a,A,,A-1,Size,S,1,,1,', 'b,B,,A-1,Size,S,1,,1,', 'b,,,B-1,,M,1,,1,'], 'SKU_TWICE', 'SKU', 3, 1],
    ['no handle', ['a,A,,A-1,Size,S,1,,1,', ',,,A-2,,M,1,,1,'], 'HANDLE_MISSING', 'URL handle', 3, 1],
    ['rows apart', ['a,A,,A-1,Size,S,1,,1,', 'b,B,,B-1,Size,S,1,,1,', 'a,,,A-2,,M,1,,1,'], 'HANDLE_APART', 'URL handle', 4, 1],
    ['a cell too few', ['a,A,,A-1,Size,S,1,,1,', 'a,,,A-2,,M,1,,1'], 'COLUMN_COUNT', 'URL handle', 3, 1],
    ['nothing but a handle', ['a,A,,A-1,Size,S,1,,1,', 'a,,,,,,,,,'], 'ROW_EMPTY', 'Price', 3, 1],
    ['a picture that is a script', ['a,A,,A-1,Size,S,1,,1,javascript:alert(1)'], 'IMAGE_INVALID', 'Product image URL', 2, 1],
    ['no title', ['a,,,A-1,Size,S,1,,1,'], 'TITLE_MISSING', 'Title', 2, 0],
    ['an unknown status', ['a,A,gone,A-1,Size,S,1,,1,'], 'STATUS_UNKNOWN', 'Status', 2, 0],
    ['no good variant', ['a,A,,A-1,Size,S,x!,,1,'], 'NO_VARIANT', 'URL handle', 2, 0],
    ['an endless SKU', [`a,A,,${'S'.repeat(256)},Size,S,1,,1,`], 'TEXT_TOO_LONG', 'SKU', 2, 0],
  ])('tells of %s and goes on', async (_why, rows, code, column, line, kept) => {
    const { products, refused } = await read(file(...rows));
    const message = expect.stringMatching(/[.?]$/);
    expect(refused).toContainEqual(expect.objectContaining({ code, column, line, message }));
    expect(products.filter((product) => product.externalId === 'a').length).toBe(kept);
    expect(products.at(-1)).toMatchObject({ externalId: 'good', variants: [{ sku: 'G-1', stock: 3 }] });
  });

  it('claims no SKU for a row that was refused', async () => {
    const { products } = await read(file('a,A,,X-1,Size,S,,,1,', 'b,B,,X-1,Size,S,1,,1,'));
    expect(products.map((product) => product.externalId)).toEqual(['b', 'good']);
  });

  it('keeps one product from growing without end', async () => {
    const rows = Array.from({ length: 5001 }, (_, n) => `a,A,,A-${n},Size,${n},1,,1,`);
    const { products, refused } = await read(file(...rows));
    expect(products.map((product) => product.variants.length)).toEqual([5000, 1]);
    expect(refused).toMatchObject([{ code: 'TOO_MANY_ROWS', line: 5002, handle: 'a' }]);
  });

  it.each([
    ['an empty file', '', 'HEADER_UNKNOWN'],
    ['another file', 'name;age\nx;1\n', 'HEADER_UNKNOWN'],
    ['a quote never closed', `${HEADER}\n${GOOD}\nb,"B,,,`, 'FILE_BROKEN'],
  ])('answers %s with a report', async (_why, text, code) => {
    expect((await read(text)).refused).toMatchObject([{ code, effect: 'FILE' }]);
  });

  it('yields what came before a break in the file', async () => {
    expect((await read(`${HEADER}\n${GOOD}\nb,"B,,,`)).products).toHaveLength(1);
  });

  it('gives back any description text and title, quoted newlines and all', async () => {
    const text = fc.stringMatching(/^[a-z",é\r\n]{1,30}$/).filter((value) => value.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (titles) => {
        const rows = titles.map((title, n) => `p-${n},"${title.replaceAll('"', '""')}",,,,,1,,,`);
        const { products, refused } = await read([HEADER, ...rows, ''].join('\n'));
        expect(refused).toEqual([]);
        expect(products.map((product) => product.title)).toEqual(titles.map((title) => title.trim()));
        const starts = titles.map((_, n) => [HEADER, ...rows.slice(0, n), ''].join('\n').split('\n').length);
        expect(products.map((product) => product.line)).toEqual(starts);
      }),
    );
  });
});
