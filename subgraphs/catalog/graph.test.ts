import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Db } from '../../kit/db.ts';
import { createGraph } from '../../kit/graph.ts';
import { type Identity, ROOT } from '../../kit/identity.ts';
import { createLog } from '../../kit/log.ts';
import { ruled } from '../../kit/rules.ts';
import { createPurges } from '../../kit/purges.ts';
import { contextUrl } from '../../kit/migrate.ts';
import { sdlOf } from '../../kit/subgraph.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSigner, testSubgraph } from '../../schema/testing/subgraph.ts';
import { vocabularyResolvers } from '../../schema/vocabulary/resolvers.ts';
import subgraph from './subgraph.ts';
import { aProduct } from './testing/product-inputs.ts';

const statements: string[] = [];
let shop: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
let counted: Db;
const purges = createPurges();
let graph: ReturnType<typeof createGraph>;

beforeAll(async () => {
  shop = await testSubgraph(subgraph);
  counted = connect({
    url: contextUrl(shop.url, 'catalog', testSigner),
    schema: 'catalog',
    max: 2,
    onQuery: (text) => statements.push(text),
  });
  const parts = await subgraph.build({
    db: counted,
    use: {},
    settings: {},
    log: createLog('fatal'),
    signer: testSigner,
    purges,
    sharedCache: null,
  });
  const vocabulary = readFileSync(new URL('../../schema/vocabulary/vocabulary.graphql', import.meta.url), 'utf8');
  const sdl = sdlOf(subgraph, vocabulary);
  const resolvers = ruled(sdl, { ...vocabularyResolvers, ...parts.resolvers }, subgraph.rules);
  graph = createGraph(sdl, resolvers, parts.perRequest!, createLog('fatal'));
});
afterAll(async () => {
  await counted.close();
  await shop.close();
});

const identity = (audience: Identity['audience']): Identity => ({
  audience,
  customerId: null,
  staff: audience === 'admin' ? ROOT : null,
  traceId: 't',
});
async function ask<T>(query: string, variables: Record<string, unknown> = {}, audience: Identity['audience'] = 'storefront'): Promise<T> {
  const { data, errors } = await graph({ query, variables, identity: identity(audience) });
  if (errors) throw new Error(errors[0]!.message);
  return data as T;
}
const SAVE = `mutation($i: ProductInput!) { productSave(input: $i) { product { id slug title updatedAt
  options { name values } priceRange { min { amount } max { amountMinor currencyCode } }
  category { slug path { name } parent { name children { slug } } }
  images { url altText } variants { id sku title selectedOptions { name value }
    price { amount } compareAtPrice { amountMinor } image { url } product { slug } } }
  userErrors { __typename code message path } } }`;
type Saved = { productSave: { product: { id: string; variants: { id: string }[] }; userErrors: object[] } };
const jacket = {
  externalId: 'jacket',
  title: 'Trail Jacket',
  brand: 'Northwind',
  categoryPath: ['Outdoor', 'Jackets'],
  images: [{ url: '/pictures/jacket.svg', altText: 'A jacket' }],
  variants: [
    {
      sku: 'J-M',
      priceMinor: 1990,
      compareAtPriceMinor: 2500,
      currencyCode: 'EUR',
      selectedOptions: [
        { name: 'Size', value: 'M' },
        { name: 'Colour', value: 'Navy' },
      ],
    },
    {
      sku: 'J-S',
      priceMinor: 990,
      currencyCode: 'EUR',
      selectedOptions: [
        { name: 'Size', value: 'S' },
        { name: 'Colour', value: 'Navy' },
      ],
    },
  ],
};

test('a merchant saves a product and reads all of it back', async () => {
  const { productSave } = await ask<Saved>(SAVE, { i: jacket }, 'admin');
  expect(productSave).toMatchObject({
    userErrors: [],
    product: {
      slug: 'trail-jacket',
      options: [
        { name: 'Size', values: ['M', 'S'] },
        { name: 'Colour', values: ['Navy'] },
      ],
      priceRange: { min: { amount: '9.90' }, max: { amountMinor: 1990, currencyCode: 'EUR' } },
      category: {
        slug: 'jackets',
        path: [{ name: 'Outdoor' }, { name: 'Jackets' }],
        parent: { name: 'Outdoor', children: [{ slug: 'jackets' }] },
      },
      images: [{ url: '/pictures/jacket.svg', altText: 'A jacket' }],
      variants: [
        {
          sku: 'J-M',
          title: 'M / Navy',
          price: { amount: '19.90' },
          compareAtPrice: { amountMinor: 2500 },
          product: { slug: 'trail-jacket' },
        },
        { sku: 'J-S', compareAtPrice: null, image: null },
      ],
    },
  });
});

test('a shopper sees ACTIVE products only, and may not save', async () => {
  await shop.ask.saveProducts({ products: [aProduct('draft', { status: 'DRAFT' })] });
  const read = '{ product(slug: "product-draft") { title } }';
  expect(await ask(read)).toEqual({ product: null });
  expect(await ask(read, {}, 'admin')).toEqual({ product: { title: 'Product draft' } });
  await expect(ask(SAVE, { i: jacket })).rejects.toThrow('catalog:write');
  await expect(ask('mutation { productArchive(externalId: "draft") { product { id } } }')).rejects.toThrow('catalog:write');
});

test('references outlive archiving and retiring; offers do not', async () => {
  const { product } = (
    await ask<Saved>(
      SAVE,
      {
        i: {
          ...jacket,
          externalId: 'old',
          title: 'Old Jacket',
          variants: [
            { ...jacket.variants[0], sku: 'O-M' },
            { ...jacket.variants[1], sku: 'O-S' },
          ],
        },
      },
      'admin',
    )
  ).productSave;
  const [kept, retired] = product.variants.map((variant) => variant.id) as [string, string];
  await ask(SAVE, { i: { ...jacket, externalId: 'old', title: 'Old Jacket', variants: [{ ...jacket.variants[0], sku: 'O-M' }] } }, 'admin');
  expect(await shop.ask.offers({ variantIds: [kept, retired, uuidv7()] })).toEqual({
    offers: [
      {
        variantId: kept,
        productId: product.id,
        sku: 'O-M',
        title: 'Old Jacket, M / Navy',
        priceMinor: 1990,
        currencyCode: 'EUR',
        weightGrams: null,
        taxClass: null,
      },
    ],
  });
  expect(
    await ask('mutation { productArchive(externalId: "old") { product { id variants { sku } } userErrors { code } } }', {}, 'admin'),
  ).toEqual({
    productArchive: { product: { id: product.id, variants: [{ sku: 'O-M' }] }, userErrors: [] },
  });
  expect(await shop.ask.offers({ variantIds: [kept] })).toEqual({ offers: [] });
  const entities = await ask<{ _entities: object[] }>(
    'query($r: [_Any!]!) { _entities(representations: $r) { ... on Product { title } ... on ProductVariant { sku product { title } } } }',
    {
      r: [
        { __typename: 'Product', id: product.id },
        { __typename: 'ProductVariant', id: retired },
        { __typename: 'ProductVariant', id: 'no-id' },
      ],
    },
  );
  expect(entities._entities).toEqual([{ title: 'Old Jacket' }, { sku: 'O-S', product: { title: 'Old Jacket' } }, null]);
  const archive = `mutation { productArchive(externalId: "old") { userErrors { code } }
      nothing: productArchive(externalId: "nothing") { userErrors { code } } }`;
  expect(await ask(archive, {}, 'admin')).toEqual({
    productArchive: { userErrors: [] },
    nothing: { userErrors: [{ code: 'PRODUCT_NOT_FOUND' }] },
  });
  expect(
    (await shop.sql`SELECT version FROM outbox WHERE aggregate_id = ${product.id} ORDER BY id`).map((row) => Number(row.version)),
  ).toEqual([1, 2, 3]);
});

test('a list page takes one statement an entity kind, a batch of 200 a dozen', async () => {
  await shop.ask.saveProducts({
    products: Array.from({ length: 30 }, (_, i) => aProduct(`many-${i}`, { categoryPath: ['Many', `Kind ${i % 5}`] })),
  });
  const ids = (await shop.ask.productDocuments({ limit: 100 })).documents.map((document) => ({
    __typename: 'Product',
    id: document.productId,
  }));
  const page = `query($r: [_Any!]!) { _entities(representations: $r) { ... on Product {
      title options { name } priceRange { min { amount } } category { path { name } } variants { sku product { slug } } } } }`;
  const cost = async () => {
    statements.length = 0;
    await Promise.all([ask(page, { r: ids }), ask(page, { r: ids.slice(5) })]);
    return statements.length;
  };
  expect(await cost()).toBeLessThanOrEqual(3); // products, variants, categories
  expect(await cost()).toBe(0);
  purges.publish(ids.map(({ id }) => `catalog:${id}`));
  expect(await cost()).toBe(2); // categories are for ever
  const batch = { products: Array.from({ length: 200 }, (_, i) => aProduct(`lot-${i}`, { categoryPath: ['Lot', `Kind ${i % 9}`] })) };
  const { commands } = await subgraph.build({
    db: counted,
    use: {},
    settings: {},
    log: createLog('fatal'),
    signer: testSigner,
    purges: createPurges(),
    sharedCache: null,
  });
  statements.length = 0;
  await commands.saveProducts(batch);
  expect(statements.filter((text) => !/^(begin|commit)/i.test(text)).length).toBeLessThanOrEqual(13);
});

test('pages of documents give each product once', async () => {
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { documents, next } = await shop.ask.productDocuments({ after, limit: 7 });
    seen.push(...documents.map((document) => document.productId));
    if (next === null) break;
    after = next;
  }
  const { products } = await shop.ask.countProducts({});
  expect([seen.length, new Set(seen).size]).toEqual([products, products]);
});

test('text that Postgres cannot hold finds nothing and breaks nothing', async () => {
  expect(
    await ask(
      'query($s: String) { product(slug: $s) { id } category(slug: $s) { id } other: product(id: $s) { id } }'.replace(
        'id: $s',
        'id: "\\u0000"',
      ),
      { s: 'a\0' },
    ),
  ).toEqual({ product: null, category: null, other: null });
  expect((await shop.ask.variants({ skus: ['a\0', '\ud800'] })).variants).toEqual([]);
});
