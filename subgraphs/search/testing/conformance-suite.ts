import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDocument, documents, idOf, saved, type Shop, stockChanged } from './documents.ts';
import { naive } from './naive.ts';
import { asked } from './questions.ts';
import { type TestSources, testSources } from './sources.ts';
import type { testIndex } from './test-index.ts';

type Index = Awaited<ReturnType<typeof testIndex>>;

/** What every engine behind the port must do; `numRuns` shops are drawn for the laws. */
export function conformanceSuite(engine: string, open: (sources: TestSources) => Promise<Index>, numRuns: number) {
  let index: Index;
  let sources: TestSources;
  beforeAll(async () => {
    sources = testSources(2);
    index = await open(sources);
  });
  afterAll(() => index?.close());

  /** A shop instead of whatever was there before. */
  async function stocked(shop: Shop): Promise<void> {
    sources.holds(shop);
    await index.ask.reindex({});
    await index.settled();
  }
  async function allPages(question: object, first: number): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await index.products({ ...question, first, after });
      expect(page.edges.map((edge) => edge.node)).toEqual(page.nodes);
      ids.push(...page.nodes.map((node) => node.id));
      if (!page.pageInfo.hasNextPage) return ids;
      expect(page.nodes.length).toBe(first);
      after = page.pageInfo.endCursor;
    }
  }

  describe(`an engine behind the port: ${engine}`, () => {
    test('finds, sorts, pages and counts as a plain loop over all products would', async () => {
      const questions = fc.array(asked, { minLength: 6, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(documents, questions, fc.integer({ min: 1, max: 7 }), async (shop, list, first) => {
          await stocked(shop);
          for (const question of list) {
            const expected = naive(shop, question);
            const ids = await allPages(question, first);
            if (question.sort === 'RELEVANCE' && question.search !== null) expect([...ids].sort()).toEqual([...expected.ids].sort());
            else expect(ids).toEqual(expected.ids);
            const { totalCount, facets, degraded } = await index.products({ ...question, first: 1 });
            expect([totalCount, degraded]).toEqual([expected.ids.length, false]);
            const counted = facets.map(({ key, values }) => [key, Object.fromEntries(values.map(({ value, count }) => [value, count]))]);
            expect(Object.fromEntries(counted)).toEqual(expected.facets);
          }
        }),
        { numRuns, interruptAfterTimeLimit: 45_000 },
      );
    });

    describe('a text finds', () => {
      const variant = aDocument(1, '').variants[0]!;
      const range = [
        aDocument(1, 'Waterproof Trail Jacket', { brand: 'Northwind', variants: [{ ...variant, variantId: idOf(4, 1), sku: 'TJ-100/M' }] }),
        aDocument(2, 'Crème Brûlée Dish', { description: 'Not for the trail.' }),
        aDocument(3, 'Poster', { brand: 'Trail & Co' }),
        aDocument(4, 'Umbrella', { description: 'Goes with TJ-100/M.' }),
        aDocument(5, 'Secret Jacket', { status: 'DRAFT' }),
      ];
      beforeAll(() => stocked({ documents: range, inStock: new Set() }));
      const find = async (search: string) =>
        (await index.products({ search })).nodes.map(({ id }) => range.find((one) => one.productId === id)!.title);

      test.each([
        ['its SKU first', 'tj-100/m', ['Waterproof Trail Jacket', 'Umbrella']],
        ['its SKU as one word', 'TJ100M', ['Waterproof Trail Jacket']],
        ['no typo in a SKU', 'tj-101/m', []],
        ['title before brand before description', 'trail', ['Waterproof Trail Jacket', 'Poster', 'Crème Brûlée Dish']],
        ['one typo from five letters on', 'jackat', ['Waterproof Trail Jacket']],
        ['two from nine on', 'watrproff', ['Waterproof Trail Jacket']],
        ['no two in a short word', 'jckat', []],
        ['a word begun', 'umbr', ['Umbrella']],
        ['accents or none', 'creme brulee', ['Crème Brûlée Dish']],
        ['case or none', 'NORTHWIND', ['Waterproof Trail Jacket']],
        ['nothing that is not ACTIVE', 'secret', []],
        ['nothing without letters', '!!! 🙂', []],
        ['all of its words or nothing', 'trail poster umbrella', []],
      ])('%s', async (_, search, titles) => expect(await find(search)).toEqual(titles));

      test('whatever it holds, as words', async () => {
        for (const nasty of ['"trail', '-jacket', "a' | 'b", 'x OR 1=1', '\\', 'facetIds IN [1]', `${'x'.repeat(5000)} y`])
          expect((await index.products({ search: nasty })).degraded).toBe(false);
      });

      test('words and titles while it is being typed', async () => {
        expect(await index.suggest('umbr')).toEqual([{ text: 'Umbrella', product: { id: idOf(3, 4) } }]);
        expect((await index.suggest('waterproof ja')).map(({ text }) => text)).toEqual(['waterproof jacket', 'Waterproof Trail Jacket']);
        expect(await index.suggest('secr')).toEqual([]);
      });
    });

    test('what has changed shows: a price, the stock, a product that is no longer sold, an event that comes late', async () => {
      const lamp = aDocument(1, 'Lamp', { version: 2 });
      const stock = (inStock: boolean, version: number) => stockChanged(lamp.variants[0]!.variantId, lamp.productId, inStock, version);
      await stocked({ documents: [lamp], inStock: new Set() });
      const found = async (variables: Record<string, unknown>) => (await index.products(variables)).totalCount;
      await index.deliver([stock(true, 2)]);
      expect(await found({ filter: { inStock: true } })).toBe(1);
      await index.deliver([stock(false, 1)]);
      expect(await found({ filter: { inStock: true } })).toBe(1);
      await index.deliver([saved({ ...lamp, version: 3, variants: [{ ...lamp.variants[0]!, priceMinor: 42 }] })]);
      expect(await found({ filter: { priceMaxMinor: 42, inStock: true } })).toBe(1);
      await index.deliver([saved({ ...lamp, version: 4, status: 'ARCHIVED' })]);
      expect(await found({})).toBe(0);
      await index.deliver([saved(lamp)]);
      expect(await found({})).toBe(0);
    });

    test('is built anew while it serves, and events that come meanwhile are not lost', async () => {
      const lamps = [1, 2, 3, 4, 5].map((n) => aDocument(n, `Lamp ${n}`, { version: 3 }));
      await stocked({ documents: lamps, inStock: new Set() });
      await index.deliver([saved(aDocument(9, 'Forgotten Umbrella'))]);
      let calls = 0;
      sources.held.before = async () => {
        index.changed();
        expect((await index.products({})).totalCount).toBeGreaterThanOrEqual(5);
        if (calls++ > 0) return;
        await index.deliver([
          saved({ ...lamps[1]!, title: 'Newer Lamp', version: 4 }),
          saved(aDocument(8, 'New Lamp')),
          stockChanged(lamps[0]!.variants[0]!.variantId, lamps[0]!.productId, true, 2),
        ]);
      };
      try {
        expect(await index.ask.reindex({})).toEqual({ products: 6 });
      } finally {
        sources.held.before = async () => {};
      }
      await index.settled();
      expect(calls).toBeGreaterThan(1);
      expect((await index.products({ search: 'lamp' })).totalCount).toBe(6);
      expect((await index.products({ search: 'newer' })).nodes).toEqual([{ id: lamps[1]!.productId }]);
      expect((await index.products({ search: 'forgotten' })).totalCount).toBe(0);
      expect((await index.products({ filter: { inStock: true } })).nodes).toEqual([{ id: lamps[0]!.productId }]);
    });

    test('a cursor of another list is refused', async () => {
      await stocked({ documents: [aDocument(1, 'Lamp'), aDocument(2, 'Mug')], inStock: new Set() });
      const { endCursor } = (await index.products({ sort: 'TITLE', first: 1 })).pageInfo;
      await expect(index.products({ sort: 'PRICE_ASC', after: endCursor })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
      await expect(index.products({ after: '%%%' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    });
  });
}
