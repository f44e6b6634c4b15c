import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../../kit/uuid.ts';
import { writeCursor } from './cursor.ts';
import { postgresEngine } from './postgres/engine.ts';
import { productSaved } from './reactions/product-saved.ts';
import { aDocument, eventsOf, idOf, saved, stockChanged } from './testing/documents.ts';
import { testIndex } from './testing/test-index.ts';

let index: Awaited<ReturnType<typeof testIndex>>;
const variant = (sku: string, priceMinor: number, options: { name: string; value: string }[] = []) => ({
  variantId: uuidv7(),
  sku,
  title: sku,
  priceMinor,
  currencyCode: 'EUR',
  options,
});
const shop = [
  aDocument(1, 'Waterproof Trail Jacket', {
    brand: 'Northwind',
    categories: [
      { slug: 'outdoor', name: 'Outdoor' },
      { slug: 'jackets', name: 'Jackets' },
    ],
    variants: [variant('TJ-100/M', 9900, [{ name: 'Colour', value: 'Navy' }])],
  }),
  aDocument(2, 'Crème Brûlée Dish', { description: 'Not for the trail.', variants: [variant('DISH-1', 1500)] }),
  aDocument(3, 'Straße Poster', { brand: 'Trail & Co', variants: [variant('POSTER', 900)] }),
  aDocument(4, 'Lightning Cable', { variants: [variant('LC-1', 700)] }),
  aDocument(5, 'Light Bulb', { variants: [variant('LB-1', 300)] }),
  aDocument(6, 'Secret Jacket', { status: 'DRAFT' }),
  aDocument(7, 'Men’s Raincoat', {
    categories: [{ slug: 'outdoor', name: 'Outdoor' }],
    description: 'Goes with TJ-100/M.',
    variants: [variant('RAIN-1', 700), variant('RAIN-2', 2900)],
  }),
];
beforeAll(async () => {
  index = await testIndex();
  await index.running.deliver(eventsOf({ documents: shop, inStock: new Set([shop[0]!.variants[0]!.variantId]) }));
});
afterAll(() => index.close());

const find = async (search: string, more: object = {}) =>
  (await index.products({ search, ...more })).nodes.map(({ id }) => shop.find((document) => document.productId === id)!.title);

describe('a text finds', () => {
  test.each([
    ['a typo in it', 'waerproof', ['Waterproof Trail Jacket']],
    ['two typos in a long word', 'watrproff', ['Waterproof Trail Jacket']],
    ['neighbours swapped', 'jakcet', ['Waterproof Trail Jacket']],
    ['a typo before another word', 'waterprof jack', ['Waterproof Trail Jacket']],
    ['a word begun', 'rainc', ['Men’s Raincoat']],
    ['accents or none', 'creme brulee', ['Crème Brûlée Dish']],
    ['accents where there are none', 'jäcket', ['Waterproof Trail Jacket']],
    ['other spellings of a letter', 'STRASSE', ['Straße Poster']],
    ['apostrophes or none', "men's", ['Men’s Raincoat']],
    ['an option', 'navy', ['Waterproof Trail Jacket']],
    ['a category', 'outdoor', ['Men’s Raincoat', 'Waterproof Trail Jacket']],
    ['its SKU first, then where it is spoken of', 'tj-100/m', ['Waterproof Trail Jacket', 'Men’s Raincoat']],
    ['its SKU as one word', 'TJ100M', ['Waterproof Trail Jacket']],
    ['no typo in a SKU', 'tj-101/m', []],
    ['the word itself before a longer one', 'light', ['Light Bulb', 'Lightning Cable']],
    ['title before brand before description', 'trail', ['Waterproof Trail Jacket', 'Straße Poster', 'Crème Brûlée Dish']],
    ['nothing that is not ACTIVE', 'secret', []],
    ['nothing without letters', '!!! 🙂', []],
    ['nothing of what is not there', 'nonexistent', []],
  ])('%s', async (_, search, titles) => expect(await find(search)).toEqual(titles));

  test('and takes whatever a client sends as words', async () => {
    for (const nasty of [
      "a' | 'b",
      'trail:*A & !jacket',
      '\\',
      "''",
      '<->',
      'a\0b',
      '\ud800',
      `${'x'.repeat(5000)} y`,
      '(((',
      'trail | dish',
    ]) {
      expect((await index.products({ search: nasty })).totalCount).toBeLessThanOrEqual(3);
    }
    expect(await find("(trail) & !jacket'")).toEqual(['Waterproof Trail Jacket']);
    expect(
      (await index.products({ filter: { brands: ['a\0'], categorySlug: "'; --", options: [{ name: '\0', values: ['x'] }] } })).totalCount,
    ).toBe(0);
  });

  test('by any price of a product', async () => {
    expect(await find('raincoat', { filter: { priceMinMinor: 2000, priceMaxMinor: 3000 } })).toEqual(['Men’s Raincoat']);
    expect(await find('raincoat', { filter: { priceMinMinor: 1000, priceMaxMinor: 2000 } })).toEqual([]);
  });
});

test('a page of a list takes one statement, and another one for a text; none while nothing has changed', async () => {
  const taken = async (ask: () => Promise<unknown>) => {
    index.statements.length = 0;
    await ask();
    return index.statements.length;
  };
  const filtered = { search: 'trail', filter: { inStock: true, brands: ['Northwind'] } };
  index.changed();
  expect(await taken(() => index.products(filtered))).toBe(2);
  expect(await taken(() => index.products(filtered))).toBe(0);
  expect(await taken(() => index.products({}))).toBe(1);
  expect(await taken(() => index.products({ filter: { categorySlug: 'outdoor', inStock: true } }))).toBe(1);
  // another page of the same list: its total and facets are known
  expect(await taken(() => index.products({ first: 2 }))).toBe(1);
  index.changed();
  expect(await taken(() => Promise.all([index.products({}), index.products({}), index.products({})]))).toBe(1);
  expect(await taken(() => index.query('{ products(first: 3) { nodes { id } pageInfo { hasNextPage } } }'))).toBe(1);
});

test('fifty events are indexed in a handful of statements', async () => {
  const react = productSaved(postgresEngine(index.counted));
  const events = (version: number) =>
    Array.from({ length: 50 }, (_, i) => saved(aDocument(100 + i, `Lot ${i}`, { version, status: 'DRAFT' })));
  await index.counted.sql.begin((tx) => react(tx, events(1)));
  index.statements.length = 0;
  await index.counted.sql.begin((tx) => react(tx, events(2)));
  expect(index.statements.filter((text) => !/^(begin|commit)/i.test(text)).length).toBeLessThanOrEqual(5);
});

test('what cannot be a page is said, not guessed', async () => {
  const bad = { code: 'BAD_USER_INPUT' };
  await expect(index.products({ first: 101 })).rejects.toMatchObject(bad);
  await expect(index.products({ first: 0 })).rejects.toMatchObject(bad);
  const { endCursor } = (await index.products({ sort: 'TITLE', first: 1 })).pageInfo;
  const foreign = [
    endCursor,
    '',
    'x',
    '%%%',
    Buffer.from('[1,2,3]').toString('base64url'),
    writeCursor('price', { key: '1e9', id: idOf(1, 1) }),
    writeCursor('price', { key: '1', id: "'" }),
  ];
  for (const after of foreign) await expect(index.products({ sort: 'PRICE_ASC', after })).rejects.toMatchObject(bad);
  await expect(
    index.products({ sort: 'NEWEST', after: writeCursor('newest', { key: '2026-13-45T00:00:00.000Z', id: idOf(1, 1) }) }),
  ).rejects.toMatchObject(bad);
});

test('suggestions complete words and titles of what can be found', async () => {
  const suggest = async (prefix: string, first = 8) =>
    (
      (
        await index.query('query($p: String!, $f: Int!) { searchSuggestions(prefix: $p, first: $f) { text product { id } } }', {
          p: prefix,
          f: first,
        })
      ).data as { searchSuggestions: { text: string; product: { id: string } | null }[] }
    ).searchSuggestions;
  expect(await suggest('Ligh')).toEqual([
    { text: 'light', product: null },
    { text: 'lightning', product: null },
    { text: 'Light Bulb', product: { id: idOf(3, 5) } },
    { text: 'Lightning Cable', product: { id: idOf(3, 4) } },
  ]);
  expect((await suggest('waterproof ja')).map(({ text }) => text)).toEqual(['waterproof jacket', 'Waterproof Trail Jacket']);
  expect((await suggest('Ligh', 2)).map(({ text }) => text)).toEqual(['light', 'Light Bulb']);
  expect(await suggest('secr')).toEqual([]);
  expect(await suggest(" '!")).toEqual([]);
});

test('a sold-out variant and a changed price show with the next event', async () => {
  const jacket = shop[0]!;
  expect((await index.products({ filter: { inStock: true } })).totalCount).toBe(1);
  await index.running.deliver([stockChanged(jacket.variants[0]!.variantId, jacket.productId, false, 2)]);
  expect((await index.products({ filter: { inStock: true } })).totalCount).toBe(0);
  await index.running.deliver([saved({ ...jacket, version: 2, variants: [{ ...jacket.variants[0]!, priceMinor: 1 }] })]);
  expect((await index.products({ sort: 'PRICE_ASC' })).nodes[0]).toEqual({ id: jacket.productId });
});
