import type { TransactionSql } from 'postgres';
import { idOf, LINES, type Purchase } from './purchases.ts';

/** What becomes of a purchase after it is paid, as fulfillment and orders would have left it. */

const PATH = ['PENDING', 'PICKED', 'PACKED', 'SHIPPED', 'DELIVERED'];

/** All of an order in one parcel, as far as the order says that it has come. */
export async function writeShipment(tx: TransactionSql, { n, order, ageSeconds }: Purchase): Promise<void> {
  if (!order.includes('FULFILLING') && !order.includes('SHIPPED')) return;
  const [orderId, id, at] = [idOf('order', n), idOf('shipment', n), tx`now() - ${ageSeconds} * interval '1 second'`];
  const hasLeft = order.includes('SHIPPED');
  const hasArrived = order.includes('DELIVERED');
  const path = PATH.slice(0, hasArrived ? 5 : hasLeft ? 4 : 2);
  const lines = LINES.map(({ quantity }, i) => ({ orderLineId: idOf('line', 10 * n + i), quantity }));
  await tx`INSERT INTO fulfillment.work (order_id) VALUES (${orderId})`;
  await tx`
    INSERT INTO fulfillment.work_lines (order_line_id, order_id, position, variant_id, sku, title, quantity, allocated)
    SELECT id, order_id, position, variant_id, sku, title, quantity, quantity FROM orders.order_lines WHERE order_id = ${orderId}`;
  await tx`
    INSERT INTO fulfillment.shipments (id, order_id, status, carrier, tracking_number, shipped_at, version, updated_at)
    VALUES (${id}, ${orderId}, ${path.at(-1)!}, 'DHL', '1', ${hasLeft ? at : null}, ${path.length}, ${at})`;
  for (const [i, to] of path.entries())
    await tx`INSERT INTO fulfillment.shipment_transitions (shipment_id, seq, from_status, to_status) VALUES (${id}, ${i + 1}, ${path[i - 1] ?? null}, ${to})`;
  for (const line of lines)
    await tx`INSERT INTO fulfillment.shipment_lines (shipment_id, order_line_id, quantity) VALUES (${id}, ${line.orderLineId}, ${line.quantity})`;
  if (!hasLeft) return;
  await tx`
    INSERT INTO orders.parcels (shipment_id, order_id, lines, carrier, tracking_number, sent_at, delivered_at)
    VALUES (${id}, ${orderId}, ${tx.json(lines)}, 'DHL', '1', ${at}, ${hasArrived ? at : null})`;
  await tx`UPDATE orders.order_lines SET shipped = quantity WHERE order_id = ${orderId}`;
}

/** What staff have refunded; units of the second line that had left have come back with it. */
export async function writeRefund(tx: TransactionSql, { n, refund, refundedMinor = 0 }: Purchase): Promise<void> {
  if (!refund) return;
  const [orderId, id, lineId] = [idOf('order', n), idOf('refund', n), idOf('line', 10 * n + 1)];
  await tx`
    INSERT INTO orders.refunds (id, order_id, key, fingerprint, state, amount_minor)
    VALUES (${id}, ${orderId}, ${`key-${n}`}, '', 'DONE', ${refundedMinor})`;
  await tx`UPDATE orders.orders SET refunded_minor = ${refundedMinor} WHERE id = ${orderId}`;
  await tx`UPDATE payments.refunds SET is_part = true, provider_refund_id = ${`re_${n}`} WHERE payment_id = ${idOf('payment', n)}`;
  if (refund.units === 0) return;
  await tx`INSERT INTO orders.refund_lines (refund_id, order_line_id, quantity, withdrawn) VALUES (${id}, ${lineId}, ${refund.units}, 0)`;
  await tx`UPDATE orders.order_lines SET restocked = ${refund.units} WHERE id = ${lineId}`;
}
