import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../subgraphs/operations/contract.ts';
import { orders } from '../subgraphs/orders/contract.ts';
import { afterSale } from './testing/after-sale.ts';
import { openShopFloor } from './testing/shop-floor.ts';

let floor: Awaited<ReturnType<typeof openShopFloor>>;
let staff: ReturnType<typeof afterSale>;
beforeAll(async () => {
  floor = await openShopFloor();
  staff = afterSale(floor);
});
afterAll(async () => {
  // what staff did by then, and what it came to, has left the books in order
  const { findings } = await floor.transport.clientOf(operations).audit({});
  await floor.close();
  expect(findings).toEqual([]);
});

const UNITS = 20;
const ordered = async (quantity: number): Promise<string> =>
  (await floor.buy(await floor.variant(UNITS), 'pm_card_visa', quantity)).orderId!;
const refusals = (answer: { userErrors: { code: string }[] }) => answer.userErrors.map(({ code }) => code);
async function packed(orderId: string, over: object = {}): Promise<string> {
  const { shipment } = await staff.create(orderId, over);
  await staff.pick(shipment.id);
  await staff.pack(shipment.id);
  return shipment.id;
}
const at = <T>(ms: number, act: () => Promise<T>): Promise<T> => new Promise<void>((go) => setTimeout(go, ms)).then(act);

test('one key is one shipment and one answer; another request under it is refused', async () => {
  const orderId = await ordered(2);
  const idempotencyKey = randomUUID();
  const answers = await Promise.all(Array.from({ length: 4 }, () => staff.create(orderId, { idempotencyKey })));
  expect(new Set(answers.map((answer) => answer.shipment?.id)).size).toBe(1);
  expect(refusals(await staff.create(await ordered(1), { idempotencyKey }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  const second = randomUUID();
  expect(refusals(await staff.create(orderId, { idempotencyKey: second }))).toEqual(['NOTHING_TO_SHIP']);
  await staff.cancelShipment(answers[0].shipment.id);
  expect(refusals(await staff.create(orderId, { idempotencyKey: second }))).toEqual(['NOTHING_TO_SHIP']);
  expect((await staff.create(orderId)).shipment.lines).toEqual([{ quantity: 2 }]);
});

test('steps are taken in their order, each as often as one likes, and the order follows', async () => {
  const orderId = await ordered(2);
  const line = await staff.lineOf(orderId);
  const [first, second] = [
    (await staff.create(orderId, { lines: [{ orderLineId: line, quantity: 1 }] })).shipment.id,
    await packed(orderId),
  ];
  expect(refusals(await staff.pack(first))).toEqual(['WRONG_SHIPMENT_STATUS']);
  expect(refusals(await staff.ship(first))).toEqual(['WRONG_SHIPMENT_STATUS']);
  expect(refusals(await staff.deliver(second.toUpperCase()))).toEqual(['WRONG_SHIPMENT_STATUS']);
  const statusAfter = async (act: (id: string) => Promise<unknown>, id: string) => {
    await act(id);
    await act(id);
    return (await staff.look(orderId)).status;
  };
  expect(await statusAfter(staff.pick, first)).toBe('FULFILLING');
  expect(await statusAfter(staff.pack, first)).toBe('FULFILLING');
  expect(await statusAfter(staff.ship, first)).toBe('FULFILLING');
  expect(await statusAfter(staff.ship, second)).toBe('SHIPPED');
  expect(await statusAfter(staff.deliver, second)).toBe('SHIPPED');
  expect(await statusAfter(staff.deliver, first)).toBe('DELIVERED');
  const told = await floor.sql<{ type: string }[]>`SELECT type FROM orders.order_events WHERE order_id = ${orderId} ORDER BY seq`;
  expect(told.map(({ type }) => type)).toEqual([
    'placed',
    'paid',
    'picked',
    'packed',
    'picked',
    'packed',
    'shipped',
    'shipped',
    'delivered',
    'delivered',
  ]);
  await staff.relay();
  expect((await staff.look(orderId)).status).toBe('DELIVERED');
});

test('a parcel that was let go by a process that died then is caught up with, under the tracking that it left with', async () => {
  const orderId = await ordered(1);
  const shipmentId = await packed(orderId);
  const lines = [{ orderLineId: await staff.lineOf(orderId), quantity: 1 }];
  const tracking = { carrier: 'UPS', trackingNumber: '1Z', trackingUrl: null };
  await floor.transport.clientOf(orders).sendParcel({ orderId, shipmentId, lines, ...tracking });
  expect((await staff.look(orderId)).shipments).toEqual(['PACKED']);
  await staff.relay();
  expect((await staff.look(orderId)).shipments).toEqual(['SHIPPED']);
  expect((await staff.ship(shipmentId, 'another')).shipment).toMatchObject({ status: 'SHIPPED', carrier: 'UPS', trackingNumber: '1Z' });
  const said =
    await floor.sql`SELECT 1 FROM fulfillment.outbox WHERE type = 'fulfillment.ShipmentShipped' AND aggregate_id = ${shipmentId}`;
  expect(said).toHaveLength(1);
});

test('nothing of an order that is on hold is picked, packed or shipped', async () => {
  const orderId = await ordered(1);
  const { id } = (await staff.create(orderId)).shipment;
  const hold = (reason: string) =>
    floor.manage(
      'fulfillment',
      'mutation($o:ID!,$r:String!){fulfillmentHold(orderId:$o,reason:$r){order{id fulfillmentHold{reason}} userErrors{code}}}',
      { o: orderId, r: reason },
    );
  expect(refusals(await hold(' '))).toEqual(['INVALID_REASON']);
  expect((await hold('address looks odd')).order.fulfillmentHold).toEqual({ reason: 'address looks odd' });
  expect(refusals(await staff.pick(id))).toEqual(['ORDER_ON_HOLD']);
  await floor.manage('fulfillment', 'mutation($o:ID!){fulfillmentRelease(orderId:$o){userErrors{code}}}', { o: orderId });
  expect((await staff.pick(id)).shipment.status).toBe('PICKED');
  await hold('once more');
  expect(refusals(await staff.pack(id))).toEqual(['ORDER_ON_HOLD']);
});

test('what is refunded before it leaves does not leave, and the rest of the order is shipped without it', async () => {
  const orderId = await ordered(3);
  const orderLineId = await staff.lineOf(orderId);
  const first = await packed(orderId, { lines: [{ orderLineId, quantity: 2 }] });
  await staff.ship(first);
  const last = await packed(orderId);
  expect(refusals(await staff.refund(orderId, { amountMinor: 1999, restock: true }))).toEqual(['RESTOCK_LINES_REQUIRED']);
  expect(refusals(await staff.refund(orderId, { amountMinor: 1999, restock: true, lines: [{ orderLineId, quantity: 1 }] }))).toEqual([]);
  expect(await staff.look(orderId)).toMatchObject({ status: 'SHIPPED', withdrawn: 1, stock: { available: UNITS - 2 }, given: 1999 });
  expect(refusals(await staff.ship(last))).toEqual(['ORDER_NOT_SHIPPABLE']);
  await staff.cancelShipment(last);
  await staff.deliver(first);
  expect(await staff.look(orderId)).toMatchObject({ status: 'DELIVERED', shipments: ['DELIVERED', 'CANCELLED'] });
});

test('without a grant an order shows no shipments', async () => {
  const orderId = await ordered(1);
  await staff.create(orderId);
  const asked = await floor.manage('fulfillment', 'query($r:[_Any!]!){_entities(representations:$r){...on Order{shipments{id}}}}', {
    r: [
      { __typename: 'Order', id: orderId },
      { __typename: 'Order', id: orderId, access: 'forged' },
    ],
  });
  expect(asked).toEqual([{ shipments: null }, { shipments: null }]);
});

const request = fc.oneof(
  fc.record({ take: fc.integer({ min: 1, max: 4 }) }),
  fc.constant({ take: null }),
  fc.record({ cancels: fc.nat(3) }),
);
test('law: a unit is in one living shipment at most, and none is left behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(request, { minLength: 2, maxLength: 8 }), async (quantity, requests) => {
      const orderId = await ordered(quantity);
      const orderLineId = await staff.lineOf(orderId);
      const made: string[] = [];
      const act = async (one: (typeof requests)[number]) => {
        if ('cancels' in one) return made[one.cancels] && staff.cancelShipment(made[one.cancels]!);
        const answer = await staff.create(orderId, one.take === null ? {} : { lines: [{ orderLineId, quantity: one.take }] });
        if (answer.shipment) made.push(answer.shipment.id);
        else expect(['QUANTITY_EXCEEDED', 'NOTHING_TO_SHIP']).toContain(refusals(answer)[0]);
      };
      // in two rounds, so that the second one finds shipments to cancel
      for (const round of [requests.slice(0, 3), requests.slice(3)]) await Promise.all(round.map(act));
      const [living] = await floor.sql<{ units: number; allocated: number }[]>`
        SELECT coalesce(sum(l.quantity), 0)::int AS units, (SELECT coalesce(sum(allocated), 0)::int FROM fulfillment.work_lines WHERE order_id = ${orderId}) AS allocated
        FROM fulfillment.shipments s JOIN fulfillment.shipment_lines l ON l.shipment_id = s.id WHERE s.order_id = ${orderId} AND status <> 'CANCELLED'`;
      expect(living!.units).toBeLessThanOrEqual(quantity);
      expect(living!.allocated).toBe(living!.units);
      const rest = await staff.create(orderId);
      expect((rest.shipment?.lines[0].quantity ?? 0) + living!.units).toBe(quantity);
    }),
    { numRuns: 10 },
  );
});

test('who comes first wins: an order that was cancelled is not shipped, one of which a parcel has left is not cancelled', async () => {
  const [cancelled, shipped] = [await ordered(2), await ordered(2)];
  const cancel = (orderId: string, idempotencyKey: string) =>
    floor.manage('orders', 'mutation($i:CancelOrderInput!){cancelOrder(input:$i){order{status} userErrors{code}}}', {
      i: { orderId, idempotencyKey },
    });
  const late = await packed(cancelled);
  expect(await cancel(cancelled, randomUUID())).toEqual({ order: { status: 'CANCELLED' }, userErrors: [] });
  expect(refusals(await staff.ship(late))).toEqual(['ORDER_NOT_SHIPPABLE']);
  await staff.relay();
  expect(await staff.look(cancelled)).toMatchObject({ shipments: ['CANCELLED'], parcels: 0, stock: { available: UNITS, sold: 0 } });
  expect(refusals(await staff.create(cancelled))).toEqual(['ORDER_NOT_SHIPPABLE']);
  const [orderLineId, key] = [await staff.lineOf(shipped), randomUUID()];
  await staff.ship(await packed(shipped, { lines: [{ orderLineId, quantity: 1 }] }));
  for (let i = 0; i < 2; i++) expect(refusals(await cancel(shipped, key))).toEqual(['NOT_CANCELLABLE']);
  expect(await staff.look(shipped)).toMatchObject({ status: 'FULFILLING', parcels: 1, given: 0 });
});

const within = (ms: number) => fc.integer({ min: 0, max: ms });
const race = fc.record({
  ships: fc.array(within(40), { minLength: 1, maxLength: 2 }),
  cancels: fc.array(within(15), { minLength: 1, maxLength: 2 }),
  refund: fc.option(within(40), { freq: 2 }),
});
test('law: a parcel leaves or its order is cancelled, never both; money and units follow', async () => {
  await fc.assert(
    fc.asyncProperty(race, async ({ ships, cancels, refund }) => {
      const orderId = await ordered(2);
      const shipmentId = await packed(orderId);
      await Promise.all([
        ...ships.map((ms) => at(ms, () => staff.ship(shipmentId))),
        ...cancels.map((ms) => at(ms, () => floor.cancel(orderId))),
        refund === null ? null : at(refund, () => staff.refund(orderId, { restock: true })),
      ]);
      await staff.recover();
      await staff.relay();
      const { status, parcels, shipments, stock, given, total } = await staff.look(orderId);
      expect(shipments).toEqual([parcels === 1 ? 'SHIPPED' : 'CANCELLED']);
      if (status === 'SHIPPED') expect([parcels, given, stock]).toEqual([1, 0, { available: UNITS - 2, sold: 2 }]);
      else if (status === 'CANCELLED') expect([parcels, given, stock]).toEqual([0, total, { available: UNITS, sold: 0 }]);
      else expect([status, given, stock]).toEqual(['REFUNDED', total, { available: UNITS, sold: 2 }]);
    }),
    { numRuns: 10 },
  );
});

const wish = fc.record({ amount: fc.option(fc.integer({ min: 1, max: 2500 })), key: fc.nat(3) });
test('law: refunds at once never give back more than was paid, each key once; the rest ends the order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 2, maxLength: 5 }), async (wishes) => {
      const orderId = await ordered(1);
      const keys = wishes.map((_, i) => `refund-${i}-${randomUUID()}`);
      const first = new Map<number, number | null>();
      const answers = await Promise.all(
        wishes.map(({ amount, key }) => {
          const asked = first.has(key) ? first.get(key)! : amount;
          first.set(key, asked);
          return staff.refund(orderId, { idempotencyKey: keys[key] ?? keys[0], ...(asked && { amountMinor: asked }) });
        }),
      );
      for (const answer of answers)
        for (const code of refusals(answer))
          expect(['REFUND_EXCEEDS_PAYMENT', 'NOTHING_TO_REFUND', 'IDEMPOTENCY_KEY_REUSED']).toContain(code);
      const between = await staff.look(orderId);
      expect(between.given).toBe(between.refunded);
      expect(between.given).toBeLessThanOrEqual(between.total);
      const rest = randomUUID();
      const end = () => staff.refund(orderId, { idempotencyKey: rest, restock: true });
      const ended = [await end(), await end()];
      expect(ended[0]).toEqual(ended[1]);
      const after = await staff.look(orderId);
      expect([after.status, after.given]).toEqual(['REFUNDED', after.total]);
      if (between.given < between.total) expect(after.stock).toEqual({ available: UNITS, sold: 1 });
      expect(refusals(await staff.refund(orderId, { restock: true }))).toEqual(['NOTHING_TO_REFUND']);
    }),
    { numRuns: 6 },
  );
});
