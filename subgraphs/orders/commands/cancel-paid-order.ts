import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { orders } from '../contract.ts';
import { endingOf } from './ending.ts';
import { lockOrder, moveOrder } from './order-rows.ts';

export const notCancellable = () => refuse('NOT_CANCELLABLE', 'This order cannot be cancelled any more.', ['orderId']);

/** The first step of CancelOrder: the order ends, and says so. Repeatable. */
export const cancelPaidOrder = (
  sql: Sql,
  { orderId, reason }: { orderId: string; reason: string | null },
): Promise<Refused | Record<never, never>> =>
  transaction(sql, async (tx) => {
    const order = await lockOrder(tx, orderId);
    const to = order && (await endingOf(tx, order));
    if (to === 'same') return {};
    if (!order || !to) return notCancellable();
    await moveOrder(tx, order, to, reason ? { message: `The order was cancelled: ${reason.slice(0, 200)}` } : {});
    await emit(tx, [eventOf(orders, 'OrderCancelled', { id: orderId, version: order.version + 1 }, { orderId, reason })]);
    return {};
  });
