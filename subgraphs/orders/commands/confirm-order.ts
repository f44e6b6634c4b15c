import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import type { Refused } from '../../../kit/refusal.ts';
import { orders } from '../contract.ts';
import { next } from '../order.ts';
import { lockOrder, moveOrder, type OrderRow } from './order-rows.ts';
import { cancelledMeanwhile } from './still-wanted.ts';

/** The promise: from here on the order stands. Its number is given, and OrderPlaced told, in the same transaction. */
export const confirmOrder = (sql: Sql, { orderId }: { orderId: string }): Promise<Refused | { number: string }> =>
  transaction(sql, async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) throw new Error(`order ${orderId} is not there to be confirmed`);
    const to = next(order.status, 'confirm');
    if (to === 'same') return { number: order.number! };
    if (to === null || order.cancelRequested) return cancelledMeanwhile();
    const [numbered] = await tx<{ number: string }[]>`
      UPDATE orders SET number = 'H' || nextval('order_numbers') WHERE id = ${orderId} RETURNING number`;
    await moveOrder(tx, order, to);
    const lines = await tx<{ variantId: string; sku: string; qty: number; unitPriceMinor: number }[]>`
      SELECT variant_id AS "variantId", sku, quantity AS qty, unit_price_minor AS "unitPriceMinor" FROM order_lines WHERE order_id = ${orderId} ORDER BY position`;
    await emit(tx, [orderPlaced(order, [...lines])]);
    return { number: numbered!.number };
  });

const orderPlaced = (order: OrderRow, items: { variantId: string; sku: string; qty: number; unitPriceMinor: number }[]) =>
  eventOf(
    orders,
    'OrderPlaced',
    { id: order.id, version: order.version + 1 },
    {
      orderId: order.id,
      userId: order.customerId,
      items,
      totalMinor: order.totalMinor,
      currencyCode: order.currencyCode,
    },
  );
