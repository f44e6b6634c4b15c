import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identity, ROOT } from '../../kit/identity.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSigner, testSubgraph } from '../../schema/testing/subgraph.ts';
import { accessTokenOf } from '../../schema/vocabulary/order-access.ts';
import subgraph from './subgraph.ts';

let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  const inventory = { giveBack: async () => ({}) };
  const payments = { refundOrder: async () => ({ refundedMinor: 0 }) };
  world = await testSubgraph(subgraph, { peers: { inventory, payments } });
});
afterAll(() => world.close());

const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 't' };
const staff: Identity = { ...guest, audience: 'admin', staff: ROOT };
const customer = (): Identity & { customerId: string } => ({ ...guest, customerId: uuidv7() });
const totals = { subtotalMinor: 100, deliveryMinor: 0, taxMinor: 0, discountMinor: 0, totalMinor: 100 };
const lines = [{ variantId: uuidv7(), sku: 'A', title: 'Apple', quantity: 1, unitPriceMinor: 100 }];
const shippingAddress = { name: 'Ada', line1: 'Row 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

/** An order as the checkout leaves it: paid, or failed. */
async function order(customerId: string | null, { email = 'ada@example.com', paid = true } = {}): Promise<string> {
  const orderId = uuidv7();
  await world.ask.place({
    orderId,
    attemptId: uuidv7(),
    cartId: null,
    customerId,
    email,
    currencyCode: 'EUR',
    lines,
    totals,
    shippingAddress,
  });
  if (paid) await world.ask.confirm({ orderId });
  else await world.ask.fail({ orderId, reason: 'test' });
  return orderId;
}
async function ask<T>(identity: Identity, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await world.running.query({ query, variables, identity });
  if (errors) throw new Error(errors[0]!.message);
  return Object.values(data as object)[0] as T;
}
const read = async (identity: Identity, id: string, token?: string) =>
  (
    await ask<{ id: string } | null>(identity, 'query ($id: ID!, $token: String) { order(id: $id, accessToken: $token) { id email } }', {
      id,
      token,
    })
  )?.id ?? null;
const cancel = (identity: Identity, orderId: string) =>
  ask<{ order: { status: string } | null; userErrors: { code: string }[] }>(
    identity,
    'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { order { status } userErrors { code } } }',
    { input: { idempotencyKey: uuidv7(), orderId } },
  );
type Page = {
  nodes: { id: string }[];
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
};
const history = async (identity: Identity, id: string, page: object = {}): Promise<Page | undefined> =>
  (
    await ask<({ orders: Page } | null)[]>(
      identity,
      `query ($of: [_Any!]!, $first: Int, $after: String) { _entities(representations: $of) { ... on Customer { orders(first: $first, after: $after) {
        nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`,
      { of: [{ __typename: 'Customer', id }], first: 20, ...page },
    )
  )[0]?.orders;
const happened = (type: string, payload: object) =>
  world.running.deliver([{ eventId: uuidv7(), type, aggregateId: uuidv7(), version: 1, occurredAt: new Date().toISOString(), payload }]);

describe('a customer’s order', () => {
  test('is read and cancelled by the customer without a token, by staff, and by nobody else without one', async () => {
    const [ada, grace] = [customer(), customer()];
    const id = await order(ada.customerId);
    for (const stranger of [guest, grace]) {
      expect(await read(stranger, id)).toBeNull();
      expect(await cancel(stranger, id)).toEqual({ order: null, userErrors: [{ code: 'ORDER_NOT_FOUND' }] });
    }
    const token = accessTokenOf(testSigner, id);
    expect([await read(ada, id), await read(staff, id), await read(guest, id, token)]).toEqual([id, id, id]);
    expect(await cancel(ada, id)).toEqual({ order: { status: 'CANCELLED' }, userErrors: [] });
  });

  test('a guest’s is nobody’s by being signed in', async () => {
    const id = await order(null);
    expect([await read(guest, id), await read(customer(), id)]).toEqual([null, null]);
  });
});

describe('a customer’s history', () => {
  test('has their own orders, newest first, a page at a time; failed attempts and others’ orders are not in it', async () => {
    const ada = customer();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.unshift(await order(ada.customerId));
      // ids of one millisecond have no order
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await order(ada.customerId, { paid: false });
    await order(customer().customerId);
    const first = await history(ada, ada.customerId, { first: 2 });
    expect(first!.nodes.map((node) => node.id)).toEqual(ids.slice(0, 2));
    expect(first!.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, endCursor: first!.edges[1]!.cursor });
    const rest = await history(ada, ada.customerId, { first: 2, after: first!.pageInfo.endCursor });
    expect(rest).toMatchObject({ nodes: [{ id: ids[2] }], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    for (const wrong of [{ first: 0 }, { first: 101 }, { after: 'x' }])
      await expect(history(ada, ada.customerId, wrong)).rejects.toThrow(/"first"|"after"/);
  });

  test('is there for the customer and for staff, whoever refers to them', async () => {
    const ada = customer();
    const id = await order(ada.customerId);
    for (const somebody of [ada, staff]) expect((await history(somebody, ada.customerId))!.nodes).toEqual([{ id }]);
    for (const stranger of [guest, customer()]) expect(await history(stranger, ada.customerId)).toBeUndefined();
    expect(await history(staff, 'no id')).toBeUndefined();
  });
});

describe('a verified e-mail', () => {
  const verified = (customerId: string, email: string) => happened('accounts.EmailVerified', { customerId, email });

  test('claims guests’ orders with it however it is written, and no other mailbox’s, nor what is somebody’s already', async () => {
    const [ada, grace] = [customer(), customer()];
    const email = `ada.${uuidv7()}@example.com`;
    const claimed = [await order(null, { email }), await order(null, { email: email.toUpperCase() })];
    await order(null, { email: email.replace('@', '+shop@') });
    await order(grace.customerId, { email });
    expect(await verified(ada.customerId, email)).toEqual({ failed: [] });
    await verified(ada.customerId, email);
    const mine = (await history(ada, ada.customerId))!.nodes.map((node) => node.id);
    expect(mine.sort()).toEqual(claimed.sort());
    await verified(grace.customerId, email);
    expect((await history(ada, ada.customerId))!.nodes).toHaveLength(2);
  });

  test('of a customer who is erased claims nothing', async () => {
    const ada = customer();
    const email = `${uuidv7()}@example.com`;
    const id = await order(null, { email });
    await happened('accounts.CustomerErased', { customerId: ada.customerId });
    await verified(ada.customerId, email);
    expect(await world.sql`SELECT customer_id FROM orders WHERE id = ${id}`).toEqual([{ customer_id: null }]);
  });
});

describe('an erased customer', () => {
  const kept = async (id: string) =>
    (
      await world.sql<{ email: string; customerId: string | null; address: object; number: string; totalMinor: string }[]>`
        SELECT email, customer_id AS "customerId", shipping_address AS address, number, total_minor AS "totalMinor" FROM orders WHERE id = ${id}`
    )[0]!;
  const told = async (id: string) =>
    (await world.sql`SELECT payload FROM outbox WHERE type = 'orders.BuyerForgotten' AND aggregate_id = ${id}`).map((row) => row.payload);

  test('goes from what has ended at once, and from what is under way when it ends; what the law needs stays', async () => {
    const ada = customer();
    const [ended, running] = [await order(ada.customerId, { paid: false }), await order(ada.customerId)];
    const before = await kept(running);
    expect(await happened('accounts.CustomerErased', { customerId: ada.customerId })).toEqual({ failed: [] });
    expect(await kept(ended)).toMatchObject({
      email: 'erased@customer.invalid',
      customerId: null,
      address: { name: '', line1: '', city: '', postalCode: '', countryCode: 'DE' },
    });
    expect(await kept(running)).toEqual({ ...before, customerId: null });
    expect([await read(ada, running), await told(ended), await told(running)]).toEqual([null, [expect.anything()], []]);
    await cancel(staff, running);
    const { forgotten } = await world.ask.forgetBuyers({});
    expect(forgotten).toBe(1);
    expect(await kept(running)).toMatchObject({ email: 'erased@customer.invalid', number: before.number, totalMinor: before.totalMinor });
    expect((await world.ask.forgetBuyers({})).forgotten).toBe(0);
    expect(await told(running)).toEqual([{ orderId: running, attemptId: expect.any(String) }]);
  });

  test('goes from an order that an attempt has placed afterwards, and from what they wrote', async () => {
    const ada = customer();
    await happened('accounts.CustomerErased', { customerId: ada.customerId });
    const late = await order(ada.customerId);
    await ask(staff, 'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { userErrors { code } } }', {
      input: { idempotencyKey: uuidv7(), orderId: late, reason: 'Ada Lovelace has moved' },
    });
    await world.ask.forgetBuyers({});
    expect((await kept(late)).customerId).toBeNull();
    for (const table of ['orders', 'order_events', 'sagas', 'outbox', 'cancellations'])
      expect(await world.sql.unsafe(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%Lovelace%'`), table).toEqual([]);
  });
});
