import type { TransactionSql } from 'postgres';
import { next } from '../order.ts';
import type { OrderRow } from './order-rows.ts';

/**
 * Where a cancellation leads a locked order, `same` where it was cancelled before, or null where it may not be cancelled any
 * more: once a parcel has left, and once units of it are back in the stock, which would come back a second time.
 */
export async function endingOf(tx: TransactionSql, order: OrderRow): Promise<'CANCELLED' | 'same' | null> {
  const to = next(order.status, 'cancel');
  if (to !== 'CANCELLED' || order.status === 'PENDING') return to as 'CANCELLED' | 'same' | null;
  const [moved] = await tx`
    SELECT 1 AS one FROM parcels WHERE order_id = ${order.id}
    UNION ALL SELECT 1 FROM order_lines WHERE order_id = ${order.id} AND restocked > 0 LIMIT 1`;
  return moved ? null : to;
}
