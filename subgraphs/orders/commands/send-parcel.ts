import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { orders, type Units } from '../contract.ts';
import { next } from '../order.ts';
import { lockOrder, moveOrder } from './order-rows.ts';
import { notShippable } from './prepare-order.ts';

type Tracking = { carrier: string; trackingNumber: string; trackingUrl: string | null };
export type Parcel = Tracking & { orderId: string; shipmentId: string; lines: Units };

const notOpen = () =>
  refuse('LINE_NOT_OPEN', 'Units of this shipment are not to be shipped: they were refunded, or have left already.', ['lines']);

/**
 * Lets a parcel go. A cancellation locks the same order: whoever comes first wins, and the other is refused. The parcel's row
 * is the word that it may leave, however often that is asked; what it was to be found by then is answered.
 */
export const sendParcel = (sql: Sql, parcel: Parcel): Promise<Refused | Tracking> =>
  transaction(sql, async (tx) => {
    const { orderId, shipmentId, carrier, trackingNumber, trackingUrl, lines } = parcel;
    const order = await lockOrder(tx, orderId);
    if (!order) return notShippable();
    const [sent] = await tx<Tracking[]>`
      SELECT carrier, tracking_number AS "trackingNumber", tracking_url AS "trackingUrl" FROM parcels WHERE shipment_id = ${shipmentId}`;
    if (sent) return sent;
    if (!next(order.status, 'send part')) return notShippable();
    if (!(await takeUnits(tx, parcel))) return notOpen();
    await tx`
      INSERT INTO parcels (shipment_id, order_id, lines, carrier, tracking_number, tracking_url)
      VALUES (${shipmentId}, ${orderId}, ${tx.json(lines)}, ${carrier}, ${trackingNumber}, ${trackingUrl})`;
    const to = next(order.status, (await staysBehind(tx, orderId)) ? 'send part' : 'send all');
    const moved = await moveOrder(tx, order, to === 'same' ? order.status : to!, {
      type: 'shipped',
      message: `A parcel is on its way: ${carrier.slice(0, 60)} ${trackingNumber.slice(0, 80)}${trackingUrl ? `, ${trackingUrl}` : ''}`,
      about: `shipped ${shipmentId}`,
    });
    const payload = { orderId, shipmentId, carrier, trackingNumber, trackingUrl };
    await emit(tx, [eventOf(orders, 'ParcelSent', { id: orderId, version: moved.version }, payload)]);
    return { carrier, trackingNumber, trackingUrl };
  });

/** Counts units of the order's lines as shipped; none of them where one line has not so many left to ship. */
async function takeUnits(tx: TransactionSql, { orderId, lines }: Parcel): Promise<boolean> {
  const [short] = await tx`
    SELECT 1 FROM ${asked(tx, lines)} LEFT JOIN order_lines l ON l.id = asked.id AND l.order_id = ${orderId}
    WHERE l.id IS NULL OR l.shipped + l.withdrawn + asked.units > l.quantity`;
  if (short) return false;
  await tx`UPDATE order_lines l SET shipped = l.shipped + asked.units FROM ${asked(tx, lines)} WHERE l.id = asked.id`;
  return true;
}

const asked = (tx: TransactionSql, lines: Units) => tx`
  (SELECT id, sum(units)::int AS units FROM unnest(${lines.map((line) => line.orderLineId)}::uuid[], ${lines.map((line) => line.quantity)}::int[])
    AS given(id, units) GROUP BY id) AS asked`;

/** Whether units of an order are still to leave. */
export const staysBehind = async (tx: TransactionSql, orderId: string): Promise<boolean> =>
  (await tx`SELECT 1 FROM order_lines WHERE order_id = ${orderId} AND shipped + withdrawn < quantity LIMIT 1`).length > 0;
