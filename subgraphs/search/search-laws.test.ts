import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProductDocument } from '../catalog/contract.ts';
import { documents, eventsOf, saved, stockChanged, VOCABULARY } from './testing/documents.ts';
import { testIndex } from './testing/test-index.ts';
import { type Asked, naive } from './testing/naive.ts';

let index: Awaited<ReturnType<typeof testIndex>>;
beforeAll(async () => {
  index = await testIndex();
});
afterAll(() => index.close());

const list = (...values: string[]) => fc.subarray(values);
const filter = fc.record(
  {
    categorySlug: fc.constantFrom('outdoor', 'coats', 'rainwear', 'kitchen', 'nowhere'),
    brands: list('Northwind', 'Fjäll & Co', 'Nobody'),
    priceMinMinor: fc.constantFrom(0, 600, 1000),
    priceMaxMinor: fc.constantFrom(999, 2000, 6000),
    inStock: fc.boolean(),
    options: fc.tuple(list('M', 'L', 'XS'), list('navy', 'red')).map(([size, colour]) => [
      { name: 'Size', values: size },
      { name: 'Colour', values: colour },
    ]),
  },
  { requiredKeys: [] },
);
const search = fc.oneof(
  fc.constant(null),
  fc
    .tuple(fc.subarray(VOCABULARY, { minLength: 1, maxLength: 2 }), fc.integer({ min: 2, max: 9 }))
    .map(([words, cut]) => [...words.slice(0, -1), words.at(-1)!.slice(0, cut)].join(' ')),
  fc.constantFrom('coats', 'FJALL', 'sk-0/0', 'SK11', 'Crème Lamp', 'navy trail'),
);
const asked: fc.Arbitrary<Asked> = fc.record({
  search,
  filter,
  sort: fc.constantFrom('RELEVANCE', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST', 'TITLE'),
});

/** Every page of a list, one after the other. */
async function allPages(question: Asked, first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await index.products({ ...question, first, after });
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    expect(page.edges.map((edge) => edge.node)).toEqual(page.nodes);
    ids.push(...page.nodes.map((node) => node.id));
    if (!page.pageInfo.hasNextPage) return ids;
    expect(page.nodes.length).toBe(first);
    after = page.pageInfo.endCursor;
  }
}

test('search finds, sorts, pages and counts as a plain loop over all products would', async () => {
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.array(asked, { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 1, max: 7 }),
      async (shop, questions, first) => {
        await index.empty();
        expect(await index.running.deliver(eventsOf(shop))).toEqual({ failed: [] });
        for (const question of questions) {
          const expected = naive(shop, question);
          const ids = await allPages(question, first);
          if (question.sort === 'RELEVANCE' && question.search !== null) {
            expect([...ids].sort()).toEqual([...expected.ids].sort());
            expect(ids.map(expected.tierOf)).toEqual(ids.map(expected.tierOf).sort());
          } else {
            expect(ids).toEqual(expected.ids);
          }
          const { totalCount, facets } = await index.products({ ...question, first: 1 });
          expect(totalCount).toBe(expected.ids.length);
          expect(
            Object.fromEntries(
              facets.map(({ key, values }) => [key, Object.fromEntries(values.map(({ value, count }) => [value, count]))]),
            ),
          ).toEqual(expected.facets);
        }
      },
    ),
    { numRuns: 40, interruptAfterTimeLimit: 45_000 },
  );
});

/** The index without the times and numbers that chance gives. */
const dump = async () => [
  ...(await index.sql`
    SELECT product_id, version::int, active, title, title_key, words::text, skus,
      variant_ids, prices, price_min, price_max, created_at, in_stock,
      (SELECT array_agg(key || '=' || value ORDER BY key, value) FROM facet_values WHERE id = ANY(facet_ids)) AS facets
    FROM documents ORDER BY 1`),
  ...(await index.sql`SELECT variant_id, version::int, in_stock FROM availability ORDER BY 1`),
];

test('events in any order, in any batches, some twice and some out of date, give one and the same index', async () => {
  await fc.assert(
    fc.asyncProperty(
      documents,
      documents,
      fc.infiniteStream(fc.nat(1000)),
      fc.integer({ min: 1, max: 9 }),
      async (old, now, chance, size) => {
        const last = (document: ProductDocument) => ({ ...document, version: 2 });
        const past = eventsOf(old);
        const present = now.documents.flatMap((document) => [
          saved(last(document)),
          ...document.variants.map(({ variantId }) => stockChanged(variantId, document.productId, now.inStock.has(variantId), 2)),
        ]);
        await index.empty();
        for (const event of [...past, ...present]) await index.running.deliver([event]);
        const inOrder = await dump();
        const dice = chance[Symbol.iterator]();
        const events = [...past, ...present, ...present.filter((_, i) => i % 3 === 0)].map(
          (event) => [dice.next().value as number, event] as const,
        );
        const shuffled = events.sort((a, b) => a[0] - b[0]).map(([, event]) => event);
        await index.empty();
        for (let i = 0; i < shuffled.length; i += size)
          expect(await index.running.deliver(shuffled.slice(i, i + size))).toEqual({ failed: [] });
        expect(await dump()).toEqual(inOrder);
      },
    ),
    { numRuns: 20, interruptAfterTimeLimit: 45_000 },
  );
});

test('two deliveries at once leave no product with the wrong stock', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (shop) => {
      await index.empty();
      const events = eventsOf(shop);
      await Promise.all([
        index.running.deliver(events.filter((event) => event.type.startsWith('catalog'))),
        index.running.deliver(events.filter((event) => event.type.startsWith('inventory'))),
      ]);
      const inStock = await index.sql<{ id: string }[]>`SELECT product_id AS id FROM documents WHERE in_stock ORDER BY 1`;
      const expected = shop.documents.filter((document) => document.variants.some(({ variantId }) => shop.inStock.has(variantId)));
      expect(inStock.map((row) => row.id)).toEqual(expected.map((document) => document.productId));
    }),
    { numRuns: 30, interruptAfterTimeLimit: 45_000 },
  );
});
