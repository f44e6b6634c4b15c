import type { Sql, TransactionSql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { isRefused, type Refused, refuse } from '../../../kit/refusal.ts';
import type { orders } from '../../orders/contract.ts';
import { fulfillment } from '../contract.ts';
import { next } from '../shipment.ts';
import { stay } from './cancel-shipment.ts';
import { findShipment, lockShipment, moveShipment, shipmentNotFound, wrongStatus } from './shipment-rows.ts';
import { heldBack, lockWork } from './work-rows.ts';

export type Tracking = { carrier: string; trackingNumber: string; trackingUrl: string | null };
type Of = { shipmentId: string; orderId: string };

/**
 * Hands a parcel over. First it is written down that it is about to leave, then orders lets it go or refuses, then it is SHIPPED.
 * Repeatable: whoever died in between is caught up with by asking again, or by ParcelSent.
 */
export const shipper =
  (sql: Sql, ask: Pick<Client<typeof orders>, 'sendParcel'>) =>
  async (shipmentId: string, tracking: Tracking): Promise<Refused | Record<never, never>> => {
    const shipment = await findShipment(sql, shipmentId);
    if (!shipment) return shipmentNotFound();
    const of = { shipmentId, orderId: shipment.orderId };
    const ready = await makeReady(sql, of);
    if (ready !== 'go on') return ready;
    const lines = await sql<{ orderLineId: string; quantity: number }[]>`
      SELECT order_line_id AS "orderLineId", quantity FROM shipment_lines WHERE shipment_id = ${shipmentId}`;
    const sent = await ask.sendParcel({ ...of, ...tracking, lines: [...lines] });
    if (isRefused(sent)) {
      await stay(sql, of);
      return sent;
    }
    await transaction(sql, (tx) => markShipped(tx, of, sent));
    return {};
  };

const makeReady = (sql: Sql, { shipmentId, orderId }: Of) =>
  transaction(sql, async (tx): Promise<Refused | Record<never, never> | 'go on'> => {
    const work = await lockWork(tx, orderId);
    const shipment = await lockShipment(tx, shipmentId);
    if (!work || !shipment) return shipmentNotFound();
    const to = next(shipment.status, 'ship');
    if (to === null) return wrongStatus(shipment, 'shipped');
    if (to === 'same') return {};
    const held = heldBack(work);
    if (held) return held;
    await tx`UPDATE shipments SET leaving_since = now() WHERE id = ${shipmentId}`;
    return 'go on';
  });

/** The parcel was let go under this tracking, and is SHIPPED; says so once. */
export async function markShipped(tx: TransactionSql, { shipmentId, orderId }: Of, tracking: Tracking): Promise<void> {
  await lockWork(tx, orderId);
  const shipment = await lockShipment(tx, shipmentId);
  if (!shipment || next(shipment.status, 'ship') !== 'SHIPPED') return;
  const { carrier, trackingNumber, trackingUrl } = tracking;
  await tx`UPDATE shipments SET carrier = ${carrier}, tracking_number = ${trackingNumber}, tracking_url = ${trackingUrl} WHERE id = ${shipmentId}`;
  await moveShipment(tx, shipment, 'SHIPPED');
  const lines = await tx<{ orderLineId: string; variantId: string; sku: string; title: string; quantity: number }[]>`
    SELECT w.order_line_id AS "orderLineId", w.variant_id AS "variantId", w.sku, w.title, s.quantity
    FROM shipment_lines s JOIN work_lines w USING (order_line_id) WHERE s.shipment_id = ${shipmentId} ORDER BY w.position`;
  const payload = { shipmentId, orderId, carrier, trackingNumber, trackingUrl, lines: [...lines] };
  await emit(tx, [eventOf(fulfillment, 'ShipmentShipped', { id: shipmentId, version: shipment.version + 1 }, payload)]);
}

/** What is wrong with what a parcel is to be found by, or null. */
export function trackingFault({ carrier, trackingNumber }: Tracking): Refused | null {
  if (!carrier.trim() || carrier.length > 100)
    return refuse('INVALID_CARRIER', 'Name the carrier, in at most 100 characters.', ['carrier']);
  if (trackingNumber.trim() && trackingNumber.length <= 100) return null;
  return refuse('INVALID_TRACKING_NUMBER', 'Give the tracking number, in at most 100 characters.', ['trackingNumber']);
}
