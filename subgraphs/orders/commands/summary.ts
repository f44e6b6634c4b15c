import type { Sql } from 'postgres';
import type { OrderSummary } from '../contract.ts';
import { orderColumns, type OrderRow } from './order-rows.ts';

/** What others may tell of an order, its buyer included; null where there is none. */
export async function summary(sql: Sql, { orderId }: { orderId: string }): Promise<{ order: OrderSummary | null }> {
  const [order] = await sql<OrderRow[]>`SELECT ${orderColumns(sql)} FROM orders WHERE id = ${orderId}`;
  if (!order) return { order: null };
  const lines = await sql<OrderSummary['lines']>`
    SELECT id AS "orderLineId", sku, title, quantity, unit_price_minor AS "unitPriceMinor", line_total_minor AS "lineTotalMinor"
    FROM order_lines WHERE order_id = ${orderId} ORDER BY position`;
  const { customerId, number, status, email, currencyCode, shippingAddress } = order;
  const { subtotalMinor, deliveryMinor, taxMinor, discountMinor, totalMinor } = order;
  const totals = { subtotalMinor, deliveryMinor, taxMinor, discountMinor, totalMinor };
  return { order: { orderId, customerId, number, status, email, currencyCode, shippingAddress, lines: [...lines], totals } };
}
