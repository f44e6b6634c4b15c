import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { EventEnvelope } from '../../kit/contract.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { orders } from '../../subgraphs/orders/contract.ts';
import { payments } from '../../subgraphs/payments/contract.ts';
import type { ShopFloor } from './shop-floor.ts';

const SHIPMENT = 'shipment{id status carrier trackingNumber lines{quantity}} userErrors{code}';
const CONTEXTS = ['catalog', 'inventory', 'checkout', 'orders', 'payments', 'fulfillment'];

/** What staff do with orders on a shop floor, and what is to be seen of it. Nothing moves by itself there: `relay` carries events. */
export const afterSale = (floor: ShopFloor & { sql: Sql }) => {
  const owner = uuidv7();
  const step = (name: string) => (shipmentId: string) =>
    floor.manage('fulfillment', `mutation($id:ID!){${name}(shipmentId:$id){${SHIPMENT}}}`, { id: shipmentId });
  return {
    create: (orderId: string, over: object = {}) =>
      floor.manage('fulfillment', `mutation($i:ShipmentInput!){shipmentCreate(input:$i){${SHIPMENT}}}`, {
        i: { idempotencyKey: randomUUID(), orderId, ...over },
      }),
    pick: step('shipmentPick'),
    pack: step('shipmentPack'),
    deliver: step('shipmentDeliver'),
    cancelShipment: step('shipmentCancel'),
    ship: (shipmentId: string, trackingNumber = '00340434161094021501') =>
      floor.manage('fulfillment', `mutation($i:ShipInput!){shipmentShip(input:$i){${SHIPMENT}}}`, {
        i: { shipmentId, carrier: 'DHL', trackingNumber },
      }),
    refund: (orderId: string, over: object = {}) =>
      floor.manage('orders', 'mutation($i:RefundInput!){refundCreate(input:$i){order{status} userErrors{code}}}', {
        i: { idempotencyKey: randomUUID(), orderId, ...over },
      }),
    async relay() {
      for (const from of CONTEXTS) {
        const peer = floor.transport.peer(from);
        for (let events = await peer.takeEvents(owner, 200); events.length > 0; events = await peer.takeEvents(owner, 200)) {
          for (const to of CONTEXTS) await hand(floor, to, events);
          await peer.eventsPublished(events.map(({ eventId }) => ({ eventId, to: [] })));
        }
      }
    },
    recover: () => floor.transport.clientOf(orders).recoverSagas({ limit: 50 }),
    /** An order as its contexts have it. */
    async look(orderId: string) {
      const { sql } = floor;
      const [order] = await sql<{ status: string; total: number; refunded: number; parcels: number; withdrawn: number }[]>`
        SELECT status, total_minor::int AS total, refunded_minor::int AS refunded,
          (SELECT count(*)::int FROM orders.parcels p WHERE p.order_id = o.id) AS parcels,
          (SELECT sum(withdrawn)::int FROM orders.order_lines l WHERE l.order_id = o.id) AS withdrawn
        FROM orders.orders o WHERE id = ${orderId}`;
      const shipments = await sql<{ status: string }[]>`SELECT status FROM fulfillment.shipments WHERE order_id = ${orderId} ORDER BY id`;
      const [stock] = await sql<{ available: number; sold: number }[]>`
        SELECT sum(s.available)::int AS available, sum(s.sold)::int AS sold FROM inventory.stock s
        WHERE variant_id IN (SELECT variant_id FROM orders.order_lines WHERE order_id = ${orderId})`;
      const { charges } = await floor.transport.clientOf(payments).providerLedger({ limit: 1000 });
      const charge = charges.find((one) => one.orderId === orderId);
      return { ...order!, shipments: shipments.map(({ status }) => status), stock: stock!, given: charge?.refundedMinor ?? 0 };
    },
    lineOf: async (orderId: string) =>
      (await floor.sql<{ id: string }[]>`SELECT id FROM orders.order_lines WHERE order_id = ${orderId} ORDER BY position`)[0]!.id,
  };
};

async function hand(floor: ShopFloor, to: string, events: EventEnvelope[]): Promise<void> {
  const peer = floor.transport.peer(to);
  const types = await peer.listensTo();
  const { failed } = await peer.deliver(events.filter((event) => types.includes(event.type)));
  if (failed.length > 0) throw new Error(`${to} fails on ${JSON.stringify(failed)}`);
}
