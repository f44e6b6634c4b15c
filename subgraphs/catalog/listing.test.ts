import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import type { Listing, ProductDocument, ProductInput } from './contract.ts';
import subgraph from './subgraph.ts';
import { aProduct, productInput } from './testing/product-inputs.ts';

let shop: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  shop = await testSubgraph(subgraph);
});
afterAll(() => shop.close());

type Question = Omit<Listing, 'offset' | 'limit'>;
const seldom = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
const listing: fc.Arbitrary<Question> = fc.record({
  words: seldom([], fc.subarray(['trail', 'jack', 'cafe', 'zzz'], { maxLength: 2 })),
  categorySlug: seldom<string | null>(null, fc.constantFrom('outdoor', 'tops', 'none', "'; --")),
  brands: seldom([], fc.subarray(['Northwind', 'Acme', 'a\0'])),
  options: seldom<Question['options']>(
    [],
    fc.subarray([
      { name: 'Size', values: ['M', 'L'] },
      { name: 'Colour', values: ['Navy', 'L'] },
    ]),
  ),
  priceMinMinor: seldom<number | null>(null, fc.constantFrom(100, 2000)),
  priceMaxMinor: seldom<number | null>(null, fc.constantFrom(1999, 5000)),
  sort: fc.constantFrom('NEWEST' as const, 'PRICE' as const, 'TITLE' as const),
  descending: fc.boolean(),
});

const folded = (title: string) =>
  title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase();

/** The same by a loop over all documents. */
function naive(
  documents: ProductDocument[],
  { words, categorySlug, brands, options, priceMinMinor, priceMaxMinor, sort, descending }: Question,
) {
  const key = (one: ProductDocument) =>
    sort === 'NEWEST' ? one.createdAt : sort === 'TITLE' ? one.title.toLowerCase() : Math.min(...one.variants.map((v) => v.priceMinor));
  const found = documents.filter(
    (one) =>
      one.status === 'ACTIVE' &&
      one.variants.length > 0 &&
      words.every((word) => folded(one.title).includes(word)) &&
      (categorySlug == null || one.categories.some(({ slug }) => slug === categorySlug)) &&
      (brands.length === 0 || brands.includes(one.brand ?? '\0')) &&
      options.every(({ name, values }) => one.variants.some((v) => v.options.some((o) => o.name === name && values.includes(o.value)))) &&
      one.variants.some((v) => v.priceMinor >= (priceMinMinor ?? 0) && v.priceMinor <= (priceMaxMinor ?? Infinity)),
  );
  found.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.productId < b.productId ? -1 : 1) * (descending ? -1 : 1));
  return found.map((one) => one.productId);
}

test('words are looked for without case, accents and apostrophes, as search folds them', async () => {
  const titles: Record<string, string[]> = {
    'Möbel für Ångström': ['mobel', 'fur', 'angstrom'],
    Straße: ['strasse'],
    Smørrebrød: ['smorrebrod'],
    'Œuvre d’Ægir': ['oeuvre', 'daegir'],
    Łódź: ['lodz'],
    Þór: ['thor'],
  };
  await shop.ask.saveProducts({ products: Object.keys(titles).map((title, i) => aProduct(`folded-${i}`, { title })) });
  const titlesOf = async (word: string) =>
    (await shop.ask.listing({ words: [word], sort: 'TITLE', descending: false, offset: 0, limit: 9 })).products.map((one) => one.title);
  for (const [title, words] of Object.entries(titles)) for (const word of words) expect(await titlesOf(word), word).toEqual([title]);
});

test('lists page by page what a plain loop over all products would', async () => {
  const extras = fc.record({
    brand: fc.constantFrom(null, 'Northwind', 'Acme'),
    categoryPath: fc.constantFrom<string[]>([], ['Outdoor'], ['Outdoor', 'Tops']),
  });
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(productInput, extras), { minLength: 3, maxLength: 8 }),
      fc.array(listing, { minLength: 6, maxLength: 6 }),
      async (inputs, questions) => {
        await shop.ask.saveProducts({
          products: inputs.map(([input, extra]): ProductInput => ({ ...input, ...extra, categoryPath: [...extra.categoryPath] })),
        });
        const { documents } = await shop.ask.productDocuments({ limit: 1000 });
        for (const question of questions) {
          const expected = question.brands.includes('a\0') ? [] : naive(documents, question);
          const ids: string[] = [];
          for (let offset = 0; ; offset += 2) {
            const { products, total } = await shop.ask.listing({ ...question, offset, limit: 2 });
            expect(total).toBe(expected.length);
            ids.push(...products.map(({ productId }) => productId));
            if (products.length < 2) break;
          }
          expect(ids).toEqual(expected);
          seen += ids.length;
        }
      },
    ),
    { numRuns: 25, interruptAfterTimeLimit: 45_000 },
  );
  expect(seen).toBeGreaterThan(20);
});
