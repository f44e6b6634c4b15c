import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProcessProvider } from '../bench/provider-in-process.ts';
import { createLog } from '../kit/log.ts';
import { contextUrl, migrateContext } from '../kit/migrate.ts';
import { createPurges } from '../kit/purges.ts';
import { type Running, startSubgraph } from '../kit/subgraph.ts';
import { testDatabase } from '../kit/testing/database.ts';
import { createTransport } from '../kit/transport.ts';
import { testConfig, testSigner } from '../schema/testing/subgraph.ts';
import { vocabularyResolvers } from '../schema/vocabulary/resolvers.ts';
import { catalog } from '../subgraphs/catalog/contract.ts';
import { inventory } from '../subgraphs/inventory/contract.ts';
import { paymentsOver } from '../subgraphs/payments/subgraph.ts';
import { topology } from '../topology.ts';

const SELLING = ['catalog', 'inventory', 'cart', 'checkout', 'orders', 'payments'] as const;
const BUYERS = 32;
const log = createLog('fatal');
const transport = createTransport({ urls: {}, signer: testSigner });
const running: Running[] = [];
const statements: string[] = [];
let database: Awaited<ReturnType<typeof testDatabase>>;
let variantId: string;

beforeAll(async () => {
  database = await testDatabase('selling');
  for (const context of SELLING) {
    const folder = new URL(`../subgraphs/${context}/migrations`, import.meta.url);
    await migrateContext({ context, folder, databaseUrl: database.url }, testSigner);
    const { default: subgraph } = context === 'payments' ? { default: paymentsOver(inProcessProvider) } : await topology[context].load();
    const one = await startSubgraph(subgraph, {
      url: contextUrl(database.url, context, testSigner),
      config: testConfig,
      log,
      signer: testSigner,
      purges: createPurges(),
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
  const product = { externalId: 'coat', title: 'Coat', variants: [{ sku: 'COAT', priceMinor: 1_000, currencyCode: 'EUR' }] };
  const { results } = await transport.clientOf(catalog).saveProducts({ products: [product] });
  const [saved] = results.flatMap((result) => ('refused' in result ? [] : [result]));
  variantId = saved!.variants[0]!.variantId;
  const { productId } = saved!;
  await transport.clientOf(inventory).openStock({ variants: [{ variantId, productId, sku: 'COAT', quantity: 10_000 }] });
});
afterAll(async () => {
  for (const one of running) await one.close();
  transport.close();
  await database.drop();
});

const CHECKOUT = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { __typename } }';
const shippingAddress = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
const identity = { audience: 'storefront' as const, customerId: null, staff: null, traceId: 't' };

async function buy(): Promise<void> {
  const lines = [{ variantId, quantity: 1 }];
  const input = { idempotencyKey: randomUUID(), lines, email: 'ada@example.com', shippingAddress, paymentMethodId: 'pm_card_visa' };
  const { data } = await transport.peer('checkout').query({ query: CHECKOUT, variables: { input }, identity });
  expect(data).toEqual({ checkout: { __typename: 'CheckoutCompleted' } });
}
async function cost(buyers: number): Promise<{ all: number; writing: number }> {
  await Promise.all(Array.from({ length: buyers }, buy));
  statements.length = 0;
  await Promise.all(Array.from({ length: buyers }, buy));
  return { all: statements.length, writing: statements.filter((text) => /\b(INSERT|UPDATE|DELETE)\b/.test(text)).length };
}

test('a checkout of lines is fourteen statements that write and three that look, each a round trip of its own', async () => {
  const { all, writing } = await cost(1);
  expect([writing, all - writing]).toEqual([14, 3]);
  expect(statements.filter((text) => /begin|commit/i.test(text.split(': ')[1]!.slice(0, 6)))).toEqual([]);
});

test('many at once share them: hardly more than one alone needs', async () => {
  const alone = await cost(1);
  const together = await cost(BUYERS);
  expect(together.all).toBeLessThan(2 * alone.all);
});
