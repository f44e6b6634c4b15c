import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../kit/db.ts';
import { contextUrl } from '../../kit/migrate.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSigner } from '../../schema/testing/subgraph.ts';
import { accessTokenOf, grantFor } from '../../schema/vocabulary/order-access.ts';
import { createLoaders } from './loaders.ts';
import { type Shop, startShop } from './testing/shop.ts';

// Vite would load GraphQL's ES build beside the CommonJS one that @apollo/subgraph uses, and the two do not know each other.

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

const QUERY = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order {
  id payment { id status amount { amountMinor currencyCode amount } refunded { amount } } } } }`;
const grant = (orderId: string) => grantFor(testSigner, orderId);

async function paymentsOf(references: { id: string; access: string }[]) {
  const of = references.map((reference) => ({ __typename: 'Order', ...reference }));
  const identity = { audience: 'storefront', customerId: null, staff: null, traceId: 'test' } as const;
  const { data, errors } = await shop.running.query({ query: QUERY, variables: { of }, identity });
  expect(errors).toBeUndefined();
  return (data!._entities as { payment: unknown }[]).map((order) => order.payment);
}

test('an order shows its payment to whoever holds its grant, and to nobody else', async () => {
  const [one, two] = [await shop.paid(), await shop.paid({ amountMinor: 1234 })];
  await shop.ask.refundOrder({ orderId: two.orderId, key: 'cancel' });
  const payment = {
    id: one.paymentId,
    status: 'CAPTURED',
    amount: { amountMinor: 4990, currencyCode: 'EUR', amount: '49.90' },
    refunded: { amount: '0.00' },
  };
  expect(
    await paymentsOf([
      { id: one.orderId, access: grant(one.orderId) },
      { id: one.orderId, access: grant(two.orderId) },
      { id: one.orderId, access: accessTokenOf(testSigner, one.orderId) },
      { id: one.orderId, access: '' },
      { id: 'no-uuid', access: grant('no-uuid') },
      { id: uuidv7(), access: grant(one.orderId) },
    ]),
  ).toEqual([payment, null, null, null, null, null]);
  expect(await paymentsOf([{ id: two.orderId, access: grant(two.orderId) }])).toMatchObject([
    { status: 'REFUNDED', refunded: { amount: '12.34' } },
  ]);
});

test('the payments of many orders are one statement', async () => {
  const orders = [await shop.paid(), await shop.paid(), await shop.paid()];
  const statements: string[] = [];
  const url = contextUrl(shop.url, 'payments', testSigner);
  const db = connect({ url, schema: 'payments', max: 1, onQuery: (text) => statements.push(text) });
  const { paymentOfOrder } = createLoaders(db.sql);
  const seen = await Promise.all(orders.map(({ orderId }) => paymentOfOrder(orderId)));
  expect(seen).toMatchObject(orders.map(({ paymentId }) => ({ id: paymentId })));
  expect(statements.filter((text) => text.includes('FROM payments'))).toHaveLength(1);
  await db.close();
});
