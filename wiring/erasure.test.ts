import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventEnvelope } from '../kit/contract.ts';
import type { Identity } from '../kit/identity.ts';
import { uuidv7 } from '../kit/uuid.ts';
import { cart } from '../subgraphs/cart/contract.ts';
import { checkout } from '../subgraphs/checkout/contract.ts';
import { orders } from '../subgraphs/orders/contract.ts';
import { payments } from '../subgraphs/payments/contract.ts';
import { contextNames } from '../topology.ts';
import { openShopFloor } from './testing/shop-floor.ts';

let floor: Awaited<ReturnType<typeof openShopFloor>>;
beforeAll(async () => {
  floor = await openShopFloor();
});
afterAll(() => floor?.close());

/** What nobody else in this shop is called, lives at or writes from. */
const PLANTED = {
  email: 'zenobia.quill@planted.example',
  name: 'Zenobia Quill',
  street: 'Thistledown Row 77',
  reason: 'Zenobia Quill moves',
};
const shippingAddress = { name: PLANTED.name, line1: PLANTED.street, city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 't' };
const zenobia = { ...guest, customerId: uuidv7() };

async function ask<T>(context: string, query: string, input: object, identity: Identity): Promise<T> {
  const { data, errors } = await floor.transport.peer(context).query({ query, variables: { input }, identity });
  if (errors) throw new Error(errors.map((error) => error.message).join('; '));
  return Object.values(data as object)[0] as T;
}
type Answer = { __typename: string; attemptId: string; order?: { id: string } };
const buy = (identity: Identity, goods: object, over: object = {}) =>
  ask<Answer>(
    'checkout',
    'mutation ($input: CheckoutInput!) { checkout(input: $input) { __typename ... on CheckoutCompleted { attemptId order { id } } ... on CheckoutRejected { attemptId } } }',
    { idempotencyKey: uuidv7(), email: PLANTED.email, shippingAddress, paymentMethodId: 'pm_card_visa', ...goods, ...over },
    identity,
  );
const cancel = (identity: Identity, orderId: string) =>
  ask<{ userErrors: object[] }>(
    'orders',
    'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { userErrors { code } } }',
    { idempotencyKey: uuidv7(), orderId, reason: PLANTED.reason },
    identity,
  );

const owner = uuidv7();
/** Carries what contexts have said to all who listen, until nobody says anything more. */
async function relay(extra: EventEnvelope[] = []): Promise<void> {
  let events: EventEnvelope[] = extra;
  do {
    for (const context of contextNames) expect(await floor.transport.peer(context).deliver(events)).toEqual({ failed: [] });
    events = [];
    for (const context of contextNames) {
      const taken = await floor.transport.peer(context).takeEvents(owner, 500);
      await floor.transport.peer(context).eventsPublished(taken.map(({ eventId }) => ({ eventId, to: [] })));
      events.push(...taken);
    }
  } while (events.length > 0);
}
const saidByAccounts = (type: string, payload: object): EventEnvelope => ({
  eventId: uuidv7(),
  type: `accounts.${type}`,
  aggregateId: zenobia.customerId,
  version: 1,
  occurredAt: new Date().toISOString(),
  payload,
});

/** Every column of every table that has a text somewhere in it: `schema.table.column`. */
async function traces(texts: string[]): Promise<string[]> {
  const columns = await floor.sql<{ name: string; find: string }[]>`
    SELECT format('%s.%s.%s', table_schema, table_name, column_name) AS name,
      format('SELECT 1 FROM %I.%I WHERE %I::text ILIKE ANY($1::text[]) LIMIT 1', table_schema, table_name, column_name) AS find
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`;
  const found = [];
  for (const { name, find } of columns) if ((await floor.sql.unsafe(find, [texts.map((text) => `%${text}%`)])).length > 0) found.push(name);
  return found;
}

test('an erased customer leaves no trace in any table: not their e-mail, name or street, nor what they wrote', async () => {
  const variantId = await floor.variant(50);
  await floor.sql`INSERT INTO checkout.purchase_limits (variant_id, max_per_customer) VALUES (${variantId}, 5)`;
  const lines = [{ variantId, quantity: 1 }];
  // what a year leaves behind: carts, an order, a guest's orders, what was declined, what was refused at the price, what was cancelled
  const made = await ask<{ cart: { id: string } }>(
    'cart',
    'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } } }',
    { lines },
    zenobia,
  );
  const delivered = await buy(zenobia, { lines });
  const running = await buy(zenobia, { lines });
  const asGuest = await buy(guest, { lines }, { email: PLANTED.email.toUpperCase() });
  const cancelled = await buy(zenobia, { lines });
  for (const identity of [zenobia, guest]) {
    expect((await buy(identity, { lines }, { paymentMethodId: 'pm_card_visa_chargeDeclined' })).__typename).toBe('CheckoutRejected');
    expect((await buy(identity, { lines }, { expectedTotalMinor: 1 })).__typename).toBe('CheckoutRejected');
  }
  expect([delivered, running, asGuest, cancelled].map((answer) => answer.__typename)).toEqual(Array(4).fill('CheckoutCompleted'));
  await relay([saidByAccounts('EmailVerified', { customerId: zenobia.customerId, email: PLANTED.email })]);
  expect((await cancel(zenobia, cancelled.order!.id)).userErrors).toEqual([]);
  await floor.sql`UPDATE orders.orders SET status = 'DELIVERED' WHERE id IN (${delivered.order!.id}, ${asGuest.order!.id})`;
  await floor.sql`
    INSERT INTO payments.webhook_events (event_id, type, payload, intent_id, processed_at)
    SELECT 'evt_planted', 'charge.captured', ${JSON.stringify({ receipt_email: PLANTED.email })}, provider_intent_id, now()
    FROM payments.payments WHERE order_id = ${delivered.order!.id}`;

  const exported = await Promise.all(
    [cart, checkout, orders, payments].map((contract) =>
      floor.transport.peer(contract.name).command('exportCustomer', { customerId: zenobia.customerId }),
    ),
  );
  const [carts, attempts, ordered, paid] = exported.map((answer) => (answer as { data: Record<string, object[]> }).data);
  expect(carts!.carts).toMatchObject([{ id: made.cart.id }]);
  expect(attempts!.attempts).toHaveLength(5);
  expect(ordered!.orders!.filter((order) => 'email' in order)).toHaveLength(6);
  expect(paid!.payments!.length).toBeGreaterThanOrEqual(4);

  const texts = Object.values(PLANTED);
  expect(await traces(texts)).toEqual(
    expect.arrayContaining([
      'checkout.sagas.input',
      'orders.orders.email',
      'orders.orders.shipping_address',
      'payments.payments.create_request',
    ]),
  );
  await relay([saidByAccounts('CustomerErased', { customerId: zenobia.customerId })]);
  // one order is still to be delivered: what it needs is all that is left, and goes when it has ended
  expect(await traces(texts)).toEqual([
    'checkout.sagas.input',
    'orders.orders.email',
    'orders.orders.shipping_address',
    'payments.payments.create_request',
  ]);
  await floor.sql`UPDATE orders.orders SET status = 'DELIVERED' WHERE id = ${running.order!.id}`;
  await floor.transport.clientOf(orders).forgetBuyers({});
  await relay();
  expect(await traces(texts)).toEqual([]);
  expect(await traces([zenobia.customerId])).not.toContain('orders.orders.customer_id');

  // what the law needs is there: number, sums, lines, and the country that the tax is of
  const [kept] = await floor.sql`
    SELECT number IS NOT NULL AS numbered, total_minor > 0 AS summed, shipping_address->>'countryCode' AS country,
      (SELECT count(*)::int FROM orders.order_lines l WHERE l.order_id = o.id) AS lines FROM orders.orders o WHERE id = ${delivered.order!.id}`;
  expect(kept).toEqual({ numbered: true, summed: true, country: 'DE', lines: 1 });
  const [counted] = await floor.sql`
    SELECT sum(bought)::int AS units, count(*) FILTER (WHERE customer_key LIKE 'erased %')::int AS nobodys, count(*)::int AS rows FROM checkout.limit_customers`;
  expect(counted).toMatchObject({ units: 3, rows: counted!.nobodys });
});
