import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import type { ProductInput } from './contract.ts';
import { MovedSlugs } from './import/moved-slugs.ts';
import subgraph from './subgraph.ts';
import { aProduct, productInput } from './testing/product-inputs.ts';

let shop: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  shop = await testSubgraph(subgraph);
});
afterAll(() => shop.close());

const empty = async () => void (await shop.sql`TRUNCATE products, variants, categories, outbox`);
const everything = async () => [
  ...(await shop.sql`SELECT * FROM products ORDER BY id`),
  ...(await shop.sql`SELECT * FROM variants ORDER BY id`),
  ...(await shop.sql`SELECT count(*) FROM outbox`),
];
const refusals = (results: object[]) => results.map((result) => ('refused' in result ? result.refused : null));

/** As a file is taken: each product and each SKU once. */
function asFile(inputs: ProductInput[]): ProductInput[] {
  const skus = new Set<string>();
  return inputs.filter(({ variants }) => {
    if (variants.some(({ sku }) => skus.has(sku))) return false;
    for (const { sku } of variants) skus.add(sku);
    return true;
  });
}

const catalogue = fc.uniqueArray(productInput, { minLength: 1, maxLength: 5, selector: ({ externalId }) => externalId }).map(asFile);

test('a run that is only checked is refused as the real one is, batch after batch, and changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(catalogue, catalogue, fc.integer({ min: 1, max: 3 }), async (before, file, size) => {
      await empty();
      await shop.ask.saveProducts({ products: before });
      const stood = await everything();
      const batches = Array.from({ length: Math.ceil(file.length / size) }, (_, i) => file.slice(i * size, (i + 1) * size));
      const moved = new MovedSlugs();
      const told = [];
      const counted = { created: 0, changed: 0 };
      for (const products of batches) {
        const answer = await shop.ask.checkProducts({ products, moved: moved.facing(products) });
        moved.add(answer.moved);
        told.push(...refusals(answer.results));
        for (const result of answer.results) {
          if ('outcome' in result && result.outcome === 'CREATED') counted.created += 1;
          if ('outcome' in result && result.outcome === 'CHANGED') counted.changed += 1;
        }
      }
      expect(await everything()).toEqual(stood);
      const real = [];
      const made = { created: 0, changed: 0 };
      for (const products of batches) {
        const { results, created, changed } = await shop.ask.saveProducts({ products });
        real.push(...refusals(results));
        made.created += created;
        made.changed += changed;
      }
      expect(told).toEqual(real);
      expect(counted).toEqual(made);
    }),
    { numRuns: 150, interruptAfterTimeLimit: 45_000 },
  );
});

test('a slug that an earlier batch would have taken or let go is known to a later one', async () => {
  await empty();
  await shop.ask.saveProducts({ products: [aProduct('old', { slug: 'mug' })] });
  const moved = new MovedSlugs();
  const check = async (product: ProductInput) => {
    const { results, moved: moves } = await shop.ask.checkProducts({ products: [product], moved: moved.facing([product]) });
    moved.add(moves);
    return 'refused' in results[0]! ? results[0].refused[0]!.code : results[0]!.outcome;
  };
  expect(await check(aProduct('early', { slug: 'mug' }))).toBe('SLUG_TAKEN');
  expect(await check(aProduct('old', { slug: 'cup' }))).toBe('CHANGED');
  expect(await check(aProduct('new', { slug: 'mug' }))).toBe('CREATED');
  expect(await check(aProduct('late', { slug: 'mug' }))).toBe('SLUG_TAKEN');
  expect(await check(aProduct('named', { title: 'Mug' }))).toBe('CREATED');
  expect(await check(aProduct('numbered', { slug: 'mug-2' }))).toBe('SLUG_TAKEN');
});
