import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import { orders, type PlaceInput } from './contract.ts';
import subgraph from './subgraph.ts';

let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  world = await testSubgraph(subgraph);
});
afterAll(() => world.close());

const order = (over: Partial<PlaceInput> = {}): PlaceInput => ({
  orderId: uuidv7(),
  attemptId: uuidv7(),
  cartId: null,
  customerId: null,
  email: 'ada@example.com',
  currencyCode: 'EUR',
  lines: [
    { variantId: uuidv7(), sku: 'A', title: 'Apple', quantity: 2, unitPriceMinor: 150 },
    { variantId: uuidv7(), sku: 'P', title: 'Pear', quantity: 1, unitPriceMinor: 200 },
  ],
  totals: { subtotalMinor: 500, deliveryMinor: 490, taxMinor: 0, discountMinor: 0, totalMinor: 990 },
  shippingAddress: { name: 'Ada', line1: '1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
  ...over,
});
const statusOf = async (id: string) =>
  (await world.sql<{ status: string }[]>`SELECT status FROM orders.orders WHERE id = ${id}`)[0]?.status;

test('what is told of a paid order is what the contract says, once however often it is confirmed', async () => {
  const placed = order();
  await world.ask.place(placed);
  const answers = await Promise.all(Array.from({ length: 5 }, () => world.ask.confirm({ orderId: placed.orderId })));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const told = await world.sql<{ payload: unknown; version: number }[]>`
    SELECT payload, version::int FROM orders.outbox WHERE aggregate_id = ${placed.orderId} AND type = 'orders.OrderPlaced'`;
  expect(told).toHaveLength(1);
  expect(orders.events.OrderPlaced.strict().parse(told[0]!.payload)).toEqual({
    orderId: placed.orderId,
    userId: null,
    items: placed.lines.map(({ quantity, ...line }) => ({ ...line, qty: quantity, orderLineId: expect.any(String) })),
    totalMinor: 990,
    currencyCode: 'EUR',
  });
});

test('orders placed in one turn do not stand in each other’s way: of two on one cart one is refused, the third is placed', async () => {
  const cartId = uuidv7();
  const [first, second, other] = [order({ cartId }), order({ cartId }), order()];
  const answers = await Promise.all([first, second, other].map((input) => world.ask.place(input)));
  expect(answers).toEqual([{}, { refused: [expect.objectContaining({ code: 'CART_BUSY' })] }, {}]);
  expect(await Promise.all([first, second, other].map(({ orderId }) => statusOf(orderId)))).toEqual(['PENDING', undefined, 'PENDING']);
});

test('an order that was undone before it came is turned away, and a repeated place changes nothing', async () => {
  const late = order();
  await world.ask.fail({ orderId: late.orderId, reason: 'test' });
  expect(await world.ask.place(late)).toMatchObject({ refused: [{ code: 'ATTEMPT_ENDED' }] });
  const twice = order();
  await world.ask.place(twice);
  await world.ask.place(twice);
  expect(await world.sql`SELECT 1 FROM orders.order_lines WHERE order_id = ${twice.orderId}`).toHaveLength(2);
});

test('an order that its buyer has cancelled is not confirmed, and ends CANCELLED', async () => {
  const placed = order();
  await world.ask.place(placed);
  await world.sql`UPDATE orders.orders SET cancel_requested = true WHERE id = ${placed.orderId}`;
  expect(await world.ask.confirm({ orderId: placed.orderId })).toMatchObject({ refused: [{ code: 'ORDER_CANCELLED' }] });
  await world.ask.fail({ orderId: placed.orderId, reason: 'test' });
  expect(await statusOf(placed.orderId)).toBe('CANCELLED');
});
