import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { formatAmount } from '../../../schema/vocabulary/money.ts';
import { orders } from '../contract.ts';
import { next } from '../order.ts';
import { isUnderWay } from './deliver-parcel.ts';
import { lockOrder, moveOrder, type OrderRow } from './order-rows.ts';
import { lockRefund } from './refund-rows.ts';
import { staysBehind } from './send-parcel.ts';

type Settlement = { refundId: string; orderId: string; reason: string | null };

/** The money is back: the timeline says so, and OrderRefunded (contract.ts). An order of which nothing is left is REFUNDED. Repeatable. */
export const settleRefund = (sql: Sql, { refundId, orderId, reason }: Settlement): Promise<Record<never, never>> =>
  transaction(sql, async (tx) => {
    const order = await lockOrder(tx, orderId);
    const refund = await lockRefund(tx, refundId);
    if (!order || refund?.amountMinor == null) throw new Error(`bug: refund ${refundId} was never claimed`);
    if (refund.state === 'DONE') return {};
    await tx`UPDATE refunds SET state = 'DONE' WHERE id = ${refundId}`;
    const [done] = await tx<{ sum: number }[]>`
      SELECT sum(amount_minor)::bigint AS sum FROM refunds WHERE order_id = ${orderId} AND state = 'DONE'`;
    const isComplete = done!.sum === order.totalMinor;
    const amountMinor = refund.amountMinor;
    const told = {
      type: 'refunded',
      message: `${formatAmount(amountMinor, order.currencyCode)} ${order.currencyCode} was refunded.`,
      about: `refunded ${refundId}`,
    };
    const to = isComplete ? next(order.status, 'refund all') : null;
    const after = await moveOrder(tx, order, to === null || to === 'same' ? order.status : to, told);
    if (!isComplete) await followLines(tx, after);
    const payload = { orderId, refundId, amountMinor, currencyCode: order.currencyCode, reason, isComplete };
    await emit(tx, [eventOf(orders, 'OrderRefunded', { id: orderId, version: after.version }, payload)]);
    return {};
  });

/** Where only units were left that now never leave, all has been sent; and all has arrived, where no parcel is under way. */
async function followLines(tx: TransactionSql, order: OrderRow): Promise<void> {
  const [sent] = await tx`SELECT 1 AS one FROM parcels WHERE order_id = ${order.id} LIMIT 1`;
  if (order.status !== 'FULFILLING' || !sent || (await staysBehind(tx, order.id))) return;
  const shipped = await moveOrder(tx, order, 'SHIPPED', { message: 'What was left to send has been refunded.' });
  if (!(await isUnderWay(tx, order.id))) await moveOrder(tx, shipped, 'DELIVERED', { message: 'All parcels have arrived.' });
}
