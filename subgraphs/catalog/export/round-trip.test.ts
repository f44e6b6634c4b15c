import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefused } from '../../../kit/refusal.ts';
import { testSubgraph } from '../../../schema/testing/subgraph.ts';
import type { CatalogueProduct, ProductInput } from '../contract.ts';
import type { Dialect } from '../import/columns.ts';
import type { ImportedProduct } from '../import/imported-product.ts';
import { readShopifyCsv } from '../import/shopify-csv.ts';
import { surveyShopifyCsv } from '../import/survey.ts';
import subgraph from '../subgraph.ts';
import { aProduct } from '../testing/product-inputs.ts';
import { shopifyCsv } from './shopify-csv.ts';

let shop: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  shop = await testSubgraph(subgraph);
});
afterAll(() => shop.close());

const empty = async () => void (await shop.sql`TRUNCATE products, variants, categories, outbox`);
const everything = async () => [
  [...(await shop.sql`SELECT * FROM products ORDER BY id`)],
  [...(await shop.sql`SELECT * FROM variants ORDER BY id`)],
  [...(await shop.sql`SELECT * FROM categories ORDER BY id`)],
  [...(await shop.sql`SELECT count(*) FROM outbox`)],
];

async function exported(dialect: Dialect, products: CatalogueProduct[]) {
  const csv = shopifyCsv(dialect);
  const units = new Map(products.flatMap(({ variants }) => variants.slice(1).map(({ variantId }, i) => [variantId, i] as const)));
  const written = products.map((product) => csv.write(product, units));
  const text = csv.header + written.map((one) => ('text' in one ? one.text : '')).join('');
  return { text, leftOut: written.filter((one) => 'unwritable' in one).length, units };
}

async function imported(text: string): Promise<ImportedProduct[]> {
  const input = async function* () {
    yield Buffer.from(text);
  };
  const survey = await surveyShopifyCsv(input());
  if ('refused' in survey) throw new Error(survey.refused.message);
  const products: ImportedProduct[] = [];
  for await (const item of readShopifyCsv(input(), { currencyCode: 'EUR', apart: survey.apart })) {
    if ('refused' in item) throw new Error(`refused: ${JSON.stringify(item.refused)}`);
    products.push(item.product);
  }
  return products;
}

const wild = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.stringMatching(/^['=+@-][-'=+@a-z,;" \r\n]{0,12}$/),
    fc.constantFrom(
      'Café "Größe", 日本 😀',
      'two\r\nlines',
      "'quoted'",
      '<b>bold</b>',
      'Tom & Jerry',
      'a > b',
      'size < 5',
      'Default Title',
      'Title',
    ),
  )
  .filter((text) => text.trim() !== '');
const image = fc.record({ url: fc.constantFrom('/a.svg', '/b.svg', 'https://pictures.example.com/ä?x=1,2'), altText: fc.option(wild) });
const currency = fc.constantFrom('EUR', 'JPY', 'KWD');
const product: fc.Arbitrary<ProductInput> = fc
  .tuple(wild, currency, fc.subarray(['Size', '=Colour', 'Title'] as const))
  .chain(([externalId, currencyCode, names]) =>
    fc.record(
      {
        externalId: fc.constant(externalId.trim()),
        title: wild,
        slug: fc.option(fc.constantFrom('one', 'two', '日本', 'three-3')),
        description: fc.option(wild),
        brand: fc.option(wild),
        categoryPath: fc.array(wild, { maxLength: 3 }),
        images: fc.uniqueArray(image, { selector: ({ url }) => url, maxLength: 3 }),
        status: fc.constantFrom('DRAFT' as const, 'ACTIVE' as const, 'ARCHIVED' as const),
        variants: fc.uniqueArray(
          fc.record(
            {
              sku: wild.map((text) => `${text}${externalId}`.trim()),
              title: fc.option(wild),
              selectedOptions: fc.tuple(...names.map((name) => wild.map((value) => ({ name, value })))),
              priceMinor: fc.integer({ min: 0, max: 10 ** 12 }),
              // half of those given are no higher than the price, and leave their product out: so not too many are given
              compareAtPriceMinor: fc.option(fc.integer({ min: 0, max: 10 ** 12 }), { freq: 2 }),
              currencyCode: fc.constant(currencyCode),
              image: fc.option(image),
            },
            { requiredKeys: ['sku', 'selectedOptions', 'priceMinor', 'currencyCode'] },
          ),
          { selector: ({ sku }) => sku, minLength: 1, maxLength: 4 },
        ),
      },
      { requiredKeys: ['externalId', 'title', 'variants'] },
    ),
  );

test('import(export(x)) changes nothing, whatever stands in x, in both formats', async () => {
  let written = 0;
  let all = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(product, { minLength: 1, maxLength: 6 }), async (inputs) => {
      await empty();
      await shop.ask.saveProducts({ products: inputs });
      // what is retired is no part of a file, and stays retired
      await shop.ask.saveProducts({ products: inputs.map((input) => ({ ...input, variants: input.variants.slice(0, 3) })) });
      const before = await everything();
      const { products } = await shop.ask.exportPage({ limit: 100 });
      for (const dialect of ['current', 'legacy'] as const) {
        const { text, leftOut, units } = await exported(dialect, products);
        const back = await imported(text);
        all += products.length;
        written += products.length - leftOut;
        expect(back.length).toBe(products.length - leftOut);
        const unitsOf = new Map(products.flatMap(({ variants }) => variants.map(({ sku, variantId }) => [sku, units.get(variantId)])));
        for (const { sku, stock } of back.flatMap(({ variants }) => variants)) expect(stock).toBe(unitsOf.get(sku));
        const checked = await shop.ask.checkProducts({ products: back, moved: [] });
        expect(checked.results.filter((result) => isRefused(result) || result.outcome !== 'SAME')).toEqual([]);
        expect(await shop.ask.saveProducts({ products: back })).toMatchObject({ created: 0, changed: 0 });
        expect(await everything()).toEqual(before);
      }
    }),
    { numRuns: 80, interruptAfterTimeLimit: 45_000 },
  );
  expect(all).toBeGreaterThan(20);
  expect(written / all).toBeGreaterThan(0.3);
});

test.each<[why: string, over: Partial<ProductInput>, left: object]>([
  [
    'four options',
    {
      variants: [
        { sku: 'x', priceMinor: 1, currencyCode: 'EUR', selectedOptions: ['A', 'B', 'C', 'D'].map((name) => ({ name, value: '1' })) },
      ],
    },
    { unwritable: 'Shopify has columns for three options.' },
  ],
  [
    'a compare-at price that is none',
    { variants: [{ sku: 'x', priceMinor: 5, compareAtPriceMinor: 5, currencyCode: 'EUR' }] },
    { unwritable: 'A compare-at price is not above the price.' },
  ],
  ['a link in the description', { description: '<a href="x">x</a>' }, { kept: ['description'] }],
  ['a category with the separator in it', { categoryPath: ['a > b'] }, { kept: ['category'] }],
])('%s is told and not written', async (_, over, left) => {
  await empty();
  await shop.ask.saveProducts({ products: [aProduct('p', over)] });
  const { products } = await shop.ask.exportPage({ limit: 10 });
  expect(shopifyCsv('current').write(products[0]!, new Map())).toMatchObject(left);
});

test('weights and tax classes are written and read again', async () => {
  await empty();
  const variant = { priceMinor: 100, currencyCode: 'EUR' };
  const variants = [
    { ...variant, sku: 'a', weightGrams: 250, selectedOptions: [{ name: 'Size', value: 'S' }] },
    { ...variant, sku: 'b', weightGrams: 0, selectedOptions: [{ name: 'Size', value: 'M' }] },
    { ...variant, sku: 'c', selectedOptions: [{ name: 'Size', value: 'L' }] },
  ];
  await shop.ask.saveProducts({ products: [aProduct('p', { taxClass: 'reduced', variants })] });
  const { products } = await shop.ask.exportPage({ limit: 10 });
  for (const dialect of ['current', 'legacy'] as const) {
    const [back] = await imported((await exported(dialect, products)).text);
    expect(back).toMatchObject({ taxClass: 'reduced', variants: [{ weightGrams: 250 }, { weightGrams: 0 }, { sku: 'c' }] });
    expect(back!.variants[2]).not.toHaveProperty('weightGrams');
  }
});

test('an export of any page size has each product once', async () => {
  await empty();
  await shop.ask.saveProducts({ products: Array.from({ length: 7 }, (_, i) => aProduct(`p${i}`)) });
  for (const limit of [1, 3, 7, 8]) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof shop.ask.exportPage>> = await shop.ask.exportPage({ after, limit });
      seen.push(...page.products.map(({ externalId }) => externalId));
      after = page.next;
    } while (after);
    expect(seen.sort()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
  }
});
