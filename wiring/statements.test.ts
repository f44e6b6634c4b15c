import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../gateway/gateway.ts';
import { createLog } from '../kit/log.ts';
import { contextUrl, migrateContext } from '../kit/migrate.ts';
import { createPurges, type Purges } from '../kit/purges.ts';
import { type Running, startSubgraph } from '../kit/subgraph.ts';
import { testDatabase } from '../kit/testing/database.ts';
import { createTransport } from '../kit/transport.ts';
import { testConfig, testSigner } from '../schema/testing/subgraph.ts';
import { vocabularyResolvers } from '../schema/vocabulary/resolvers.ts';
import { catalog } from '../subgraphs/catalog/contract.ts';
import { inventory } from '../subgraphs/inventory/contract.ts';
import { search } from '../subgraphs/search/contract.ts';
import { topology } from '../topology.ts';

const READING = ['catalog', 'inventory', 'search'] as const;
const log = createLog('fatal');
const transport = createTransport({ urls: {}, signer: testSigner });
const statements: string[] = [];
const purges: Purges = createPurges();
const running: Running[] = [];
let database: Awaited<ReturnType<typeof testDatabase>>;
let gateway: Gateway;
let ids: string[] = [];

beforeAll(async () => {
  database = await testDatabase('statements');
  for (const context of READING) {
    const folder = new URL(`../subgraphs/${context}/migrations`, import.meta.url);
    await migrateContext({ context, folder, databaseUrl: database.url }, testSigner);
    const { default: subgraph } = await topology[context].load();
    const one = await startSubgraph(subgraph, {
      url: contextUrl(database.url, context, testSigner),
      config: testConfig,
      log,
      signer: testSigner,
      purges,
      vocabulary: {
        sdl: readFileSync(new URL('../schema/vocabulary/vocabulary.graphql', import.meta.url), 'utf8'),
        resolvers: vocabularyResolvers,
      },
      clientOf: transport.clientOf,
      // the driver itself asks for array types, once a connection
      onQuery: (text) => void (/pg_catalog[.]pg_type/.test(text) || statements.push(`${context}: ${text.trim().replaceAll(/\s+/g, ' ')}`)),
    });
    transport.add(one);
    running.push(one);
  }
  await stock();
  gateway = await startGateway({
    config: { host: '127.0.0.1', port: 0, adminApiKey: 'an-admin-key-for-tests', responseCacheBytes: 0, partCacheBytes: 0 },
    transport,
    log,
    checks: {},
    receiveWebhook: async () => ({ status: 200, body: {} }),
    picture: () => null,
    examples: async () => null,
  });
});
afterAll(async () => {
  await gateway?.close();
  for (const one of running) await one.close();
  transport.close();
  await database.drop();
});

async function stock(): Promise<void> {
  const products = Array.from({ length: 40 }, (_, i) => ({
    externalId: `coat-${i}`,
    title: `Coat ${i}`,
    brand: `Brand ${i % 3}`,
    categoryPath: ['Outdoor', `Kind ${i % 4}`],
    variants: ['S', 'M', 'L'].map((size) => ({
      sku: `C${i}-${size}`,
      priceMinor: 1_000 + i,
      currencyCode: 'EUR',
      selectedOptions: [{ name: 'Size', value: size }],
    })),
  }));
  const { results } = await transport.clientOf(catalog).saveProducts({ products });
  const saved = results.flatMap((result) => ('refused' in result ? [] : [result]));
  ids = saved.map(({ productId }) => productId);
  const variants = saved.flatMap(({ productId, variants: own }) =>
    own.map(({ variantId, sku }) => ({ variantId, sku, productId, quantity: 5 })),
  );
  await transport.clientOf(inventory).openStock({ variants });
  await transport.clientOf(search).reindex({});
}

const LIST = `query ($search: String, $filter: ProductFilter) { products(search: $search, filter: $filter) {
  totalCount pageInfo { hasNextPage endCursor } facets { key label values { value label count selected } }
  nodes { id slug title brand inStock priceRange { min { amountMinor } } variants { id sku price { amountMinor } availability { status maxOrderQuantity } } } } }`;
const PRODUCT = `query ($slug: String) { product(slug: $slug) { title category { path { name } } inStock options { name values }
  variants { sku price { amount } availability { status } } } }`;

/** The statements of one request; with nothing kept of what `purged` names. */
async function cost(query: string, variables: object, purged: string[] = []): Promise<string[]> {
  purges.publish(purged);
  statements.length = 0;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await answer.json()) as {
    data: Record<string, { totalCount?: number; title?: string } | null>;
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  expect(Object.values(data)[0]).toBeTruthy();
  return [...statements];
}
const everything = () => ['search', ...ids.map((id) => `catalog:${id}`)];

test('a list page takes four statements: the list, products, variants, stock; one that is known takes one, for stock', async () => {
  expect((await cost(LIST, {}, everything())).length).toBeLessThanOrEqual(4);
  expect((await cost(LIST, { filter: { brands: ['Brand 1'] } }, everything())).length).toBeLessThanOrEqual(4);
  expect((await cost(LIST, { filter: { brands: ['Brand 1'] } })).length).toBeLessThanOrEqual(1);
});

test('a text takes one more, to look its words up', async () => {
  expect((await cost(LIST, { search: 'coat' }, everything())).length).toBeLessThanOrEqual(5);
});

test('a product page takes three statements and its category; one that is known takes one', async () => {
  expect((await cost(PRODUCT, { slug: 'coat-7' }, everything())).length).toBeLessThanOrEqual(4);
  expect((await cost(PRODUCT, { slug: 'coat-7' })).length).toBeLessThanOrEqual(1);
});

test('many who ask at once share their statements', async () => {
  const slugs = Array.from({ length: 20 }, (_, i) => `coat-${i}`);
  purges.publish(everything());
  statements.length = 0;
  const all = await Promise.all(
    slugs.map((slug) =>
      transport.peer('catalog').query({
        query: PRODUCT.replace(' inStock', '').replace(' availability { status }', ''),
        variables: { slug },
        identity: { audience: 'storefront', customerId: null, staff: null, traceId: 't' },
      }),
    ),
  );
  expect(all.every(({ data, errors }) => data?.product && !errors)).toBe(true);
  expect(statements.length).toBeLessThanOrEqual(3);
});
