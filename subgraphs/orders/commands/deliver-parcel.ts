import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { next } from '../order.ts';
import { lockOrder, moveOrder } from './order-rows.ts';

type Arrival = { orderId: string; shipmentId: string };

export const deliverParcel = (sql: Sql, arrival: Arrival): Promise<Record<never, never>> =>
  transaction(sql, async (tx) => {
    await arrive(tx, arrival);
    return {};
  });

/** A parcel has arrived; the order is DELIVERED once nothing stays behind and every parcel has. Repeatable. */
export async function arrive(tx: TransactionSql, { orderId, shipmentId }: Arrival): Promise<void> {
  const order = await lockOrder(tx, orderId);
  const arrived = await tx`
    UPDATE parcels SET delivered_at = now() WHERE shipment_id = ${shipmentId} AND order_id = ${orderId} AND delivered_at IS NULL RETURNING 1`;
  if (!order || arrived.length === 0) return;
  const to = (await isUnderWay(tx, orderId)) ? null : next(order.status, 'deliver all');
  await moveOrder(tx, order, to === 'same' || to === null ? order.status : to, {
    type: 'delivered',
    message: 'A parcel was delivered.',
    about: `delivered ${shipmentId}`,
  });
}

/** Whether a parcel of an order has left and not arrived. */
export const isUnderWay = async (tx: TransactionSql, orderId: string): Promise<boolean> =>
  (await tx`SELECT 1 FROM parcels WHERE order_id = ${orderId} AND delivered_at IS NULL LIMIT 1`).length > 0;
