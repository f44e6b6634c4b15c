import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { next } from '../order.ts';
import { lockOrder, moveOrder } from './order-rows.ts';

/** Undoes a place: FAILED, or CANCELLED where its buyer wanted that. Leaves a tombstone if it was never placed. */
export const failOrder = (sql: Sql, { orderId, reason }: { orderId: string; reason: string }): Promise<Record<never, never>> =>
  transaction(sql, async (tx) => {
    await tx`INSERT INTO tombstones (order_id) VALUES (${orderId}) ON CONFLICT DO NOTHING`;
    const order = await lockOrder(tx, orderId);
    if (!order) return {};
    const to = next(order.status, order.cancelRequested && order.status === 'PENDING' ? 'cancel' : 'fail');
    if (to === null) throw new Error(`order ${orderId} is ${order.status} and cannot fail (${reason})`);
    if (to !== 'same') await moveOrder(tx, order, to);
    return {};
  });
