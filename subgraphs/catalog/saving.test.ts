import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import subgraph from './subgraph.ts';
import { aProduct, productInput } from './testing/product-inputs.ts';

let shop: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  shop = await testSubgraph(subgraph);
});
afterAll(() => shop.close());
beforeEach(() => empty());

const empty = async () => void (await shop.sql`TRUNCATE products, variants, categories, outbox`);
const save = async (...products: Parameters<typeof shop.ask.saveProducts>[0]['products']) =>
  (await shop.ask.saveProducts({ products })).results;
const codes = (result: object) => ('refused' in result ? (result.refused as { code: string }[]).map((refusal) => refusal.code) : []);

/** All that is stored, without what chance and the clock give. */
async function shelf() {
  const products = await shop.sql`
    SELECT p.external_id, p.slug, p.title, p.description, p.brand, c.path_key, p.images, p.status, p.tax_class, p.version,
      (SELECT json_agg(json_build_array(sku, v.title, position, options, price_minor,
        compare_at_price_minor, currency_code, weight_grams, image, retired) ORDER BY position)
       FROM variants v WHERE product_id = p.id) AS variants
    FROM products p LEFT JOIN categories c ON c.id = p.category_id ORDER BY p.external_id`;
  const categories = await shop.sql`
    SELECT c.name, c.slug, c.path_key, p.path_key AS parent, cardinality(c.path) AS depth
    FROM categories c LEFT JOIN categories p ON p.id = c.parent_id ORDER BY c.path_key`;
  return { products: [...products], categories: [...categories] };
}
const events = async () =>
  (
    await shop.sql<
      { version: number; payload: { productId: string } }[]
    >`SELECT version::int, (payload #>> '{}')::jsonb AS payload FROM outbox ORDER BY id`
  ).map((row) => ({ ...row }));

describe('laws of saving', () => {
  test('a batch gives the same as its products one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(productInput, { minLength: 1, maxLength: 12 }), async (inputs) => {
        await empty();
        const together = (await save(...inputs)).map(codes);
        const asBatch = await shelf();
        await empty();
        const apart = [];
        for (const input of inputs) apart.push(codes((await save(input))[0]!));
        expect(together).toEqual(apart);
        expect(asBatch).toEqual(await shelf());
      }),
      { numRuns: 60, interruptAfterTimeLimit: 45_000 },
    );
  });

  test('saving again what stands changes nothing and tells nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(productInput, { minLength: 1, maxLength: 6, selector: (input) => input.externalId }),
        async (inputs) => {
          await empty();
          const first = await save(...inputs);
          const good = inputs.filter((_, i) => !('refused' in first[i]!));
          const [before, told, times] = [await shelf(), await events(), await shop.sql`SELECT updated_at FROM products ORDER BY id`];
          const again = await save(...good);
          expect(again).toEqual(first.filter((result) => !('refused' in result)));
          expect(await shelf()).toEqual(before);
          expect(await events()).toEqual(told);
          expect([...(await shop.sql`SELECT updated_at FROM products ORDER BY id`)]).toEqual([...times]);
        },
      ),
      { numRuns: 40, interruptAfterTimeLimit: 45_000 },
    );
  });

  test('ids, SKUs and slugs are for ever, and each change is told with its version', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(productInput, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async (batches) => {
          await empty();
          const owners = new Map<string, string>();
          for (const batch of batches) {
            await save(...batch);
            for (const { sku, id, product_id } of await shop.sql`SELECT sku, id, product_id FROM variants`) {
              expect(owners.get(sku) ?? `${id} ${product_id}`).toBe(`${id} ${product_id}`);
              owners.set(sku, `${id} ${product_id}`);
            }
          }
          expect((await shop.sql`SELECT 1 FROM variants`).length).toBe(owners.size);
          const newest = new Map((await events()).map(({ version, payload }) => [payload.productId, version]));
          const versions = await shop.sql<{ id: string; version: number }[]>`SELECT id, version::int FROM products`;
          expect(newest).toEqual(new Map(versions.map(({ id, version }) => [id, version])));
        },
      ),
      { numRuns: 30, interruptAfterTimeLimit: 45_000 },
    );
  });
});

test('a weight and a tax class that are not spoken of stay; null takes them away', async () => {
  const variant = { sku: 'A', priceMinor: 100, currencyCode: 'EUR' };
  const stands = async () => (await shop.sql`SELECT weight_grams, tax_class FROM variants v JOIN products p ON p.id = v.product_id`)[0];
  await save(aProduct('a', { taxClass: 'reduced', variants: [{ ...variant, weightGrams: 250 }] }));
  await save(aProduct('a', { variants: [{ ...variant, priceMinor: 90 }] }));
  expect(await stands()).toEqual({ weight_grams: 250, tax_class: 'reduced' });
  await save(aProduct('a', { taxClass: null, variants: [{ ...variant, weightGrams: null }] }));
  expect(await stands()).toEqual({ weight_grams: null, tax_class: null });
});

describe('refusals', () => {
  test.each([
    ['INVALID_TITLE', { title: ' ' }, ['title']],
    ['NO_VARIANTS', { variants: [] }, ['variants']],
    ['INVALID_PRICE', { variants: [{ sku: 'x', priceMinor: -1, currencyCode: 'EUR' }] }, ['variants', '0', 'priceMinor']],
    ['INVALID_CURRENCY', { variants: [{ sku: 'x', priceMinor: 1, currencyCode: 'ZZZ' }] }, ['variants', '0', 'currencyCode']],
    ['SKU_TAKEN', { variants: [{ sku: 'SKU-first', priceMinor: 1, currencyCode: 'EUR' }] }, ['variants', '0', 'sku']],
    ['SLUG_TAKEN', { slug: 'product-first' }, ['slug']],
    ['INVALID_SLUG', { slug: 'No Slug/' }, ['slug']],
    ['INVALID_CATEGORY', { categoryPath: ['Home', ' '] }, ['categoryPath', '1']],
    ['INVALID_TAX_CLASS', { taxClass: 'Not a class' }, ['taxClass']],
    ['INVALID_WEIGHT', { variants: [{ sku: 'x', priceMinor: 1, currencyCode: 'EUR', weightGrams: -1 }] }, ['variants', '0', 'weightGrams']],
    ['INVALID_IMAGE', { images: [{ url: 'javascript:alert(1)' }] }, ['images', '0', 'url']],
  ])('%s names its field and leaves the neighbours alone', async (code, over, path) => {
    await save(aProduct('first'));
    const [before, bad, after] = await save(aProduct('before'), aProduct('bad', over), aProduct('after'));
    expect(bad).toMatchObject({ refused: [{ code, path }] });
    expect([before, after].map((result) => codes(result!))).toEqual([[], []]);
    expect((await shelf()).products.map((row) => row.external_id)).toEqual(['after', 'before', 'first']);
  });

  test('two currencies in one product', async () => {
    const [first] = aProduct('p').variants;
    expect(codes((await save(aProduct('p', { variants: [first!, { sku: 'other', priceMinor: 1, currencyCode: 'USD' }] })))[0]!)).toEqual([
      'CURRENCY_MISMATCH',
    ]);
  });
});

describe('slugs', () => {
  test('a derived slug that is taken gets a number; a title may change and the address stays', async () => {
    await save(
      aProduct('a', { title: 'Trail Jacket' }),
      aProduct('b', { title: 'Trail jacket!' }),
      aProduct('c', { title: 'Tráil Jacket' }),
    );
    await save(aProduct('a', { title: 'Town Jacket' }));
    expect((await shelf()).products.map((row) => row.slug)).toEqual(['trail-jacket', 'trail-jacket-2', 'trail-jacket-3']);
  });

  test('within one batch a slug can change hands', async () => {
    await save(aProduct('a', { slug: 'old' }));
    const results = await save(aProduct('a', { slug: 'new' }), aProduct('b', { slug: 'old' }));
    expect(results.map(codes)).toEqual([[], []]);
    expect((await shelf()).products.map((row) => row.slug)).toEqual(['new', 'old']);
    await save(aProduct('b', { slug: 'other' }), aProduct('a', { slug: 'newest' }), aProduct('b', { slug: 'new' }));
    expect((await shelf()).products.map((row) => row.slug)).toEqual(['newest', 'new']);
  });

  test('a category whose name is taken has its parent in front', async () => {
    await save(
      aProduct('a', { categoryPath: ['Women', 'Shoes'] }),
      aProduct('b', { categoryPath: ['Men', 'Shoes'] }),
      aProduct('c', { categoryPath: ['Men', 'Shoes', 'Shoes'] }),
    );
    expect((await shelf()).categories.map((row) => row.slug).sort()).toEqual(['men', 'men-shoes', 'men-shoes-shoes', 'shoes', 'women']);
  });
});

test('parallel savers of the same products lose nothing and clash nowhere', async () => {
  const batch = (n: number) =>
    Array.from({ length: 20 }, (_, i) =>
      aProduct(`p${(i * 7 + n) % 20}`, { title: 'Same Title', brand: `Brand ${n}`, categoryPath: ['Home', `Room ${n % 3}`] }),
    );
  await Promise.all([1, 2, 3, 4, 5, 6].map((n) => save(...batch(n))));
  const { products, categories } = await shelf();
  expect(new Set(products.map((row) => row.slug)).size).toBe(20);
  expect(categories.length).toBe(4);
});
