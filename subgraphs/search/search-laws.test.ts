import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProductDocument } from '../catalog/contract.ts';
import { documents, eventsOf, saved, stockChanged } from './testing/documents.ts';
import { testIndex } from './testing/test-index.ts';

let index: Awaited<ReturnType<typeof testIndex>>;
beforeAll(async () => {
  index = await testIndex();
});
afterAll(() => index.close());

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
