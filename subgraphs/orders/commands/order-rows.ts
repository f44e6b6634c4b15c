import type { TransactionSql } from 'postgres';
import type { SqlLike } from '../../../kit/db.ts';
import type { Address } from '../../../schema/vocabulary/address.ts';
import type { Taxes } from '../../../schema/vocabulary/taxes.ts';
import type { Totals } from '../../../schema/vocabulary/totals.ts';
import { type OrderStatus, TIMELINE } from '../order.ts';

export type OrderRow = Totals & {
  id: string;
  attemptId: string;
  cartId: string | null;
  customerId: string | null;
  number: string | null;
  status: OrderStatus;
  email: string;
  currencyCode: string;
  shippingAddress: Address;
  delivery: { id: string; name: string } | null;
  taxes: Taxes | null;
  cancelRequested: boolean;
  refundedMinor: number;
  version: number;
  createdAt: Date;
};

export const orderColumns = (sql: SqlLike) => sql`
  id, attempt_id AS "attemptId", cart_id AS "cartId", customer_id AS "customerId", number, status, email, currency_code AS "currencyCode",
  subtotal_minor AS "subtotalMinor", delivery_minor AS "deliveryMinor", tax_minor AS "taxMinor", discount_minor AS "discountMinor",
  total_minor AS "totalMinor", shipping_address AS "shippingAddress", delivery, taxes, cancel_requested AS "cancelRequested",
  refunded_minor AS "refundedMinor", version, created_at AS "createdAt"`;

export async function lockOrder(tx: TransactionSql, id: string): Promise<OrderRow | null> {
  const [order] = await tx<OrderRow[]>`SELECT ${orderColumns(tx)} FROM orders WHERE id = ${id} FOR UPDATE`;
  return order ?? null;
}

type Step = { type?: string; message?: string; about?: string };

/**
 * Moves a locked order on and writes the step into its history; a step that leads nowhere is told in the timeline all the
 * same. The order is handed back as it is then.
 */
export async function moveOrder(
  tx: TransactionSql,
  order: OrderRow,
  to: OrderStatus,
  { type = TIMELINE[to].type, message = TIMELINE[to].message, about }: Step = {},
): Promise<OrderRow> {
  const version = order.version + 1;
  await tx`UPDATE orders SET status = ${to}, version = ${version}, updated_at = now() WHERE id = ${order.id}`;
  await tx`
    INSERT INTO order_events (order_id, seq, from_status, to_status, type, message, about)
    VALUES (${order.id}, ${version}, ${order.status}, ${to}, ${type}, ${message}, ${about ?? null})`;
  return { ...order, status: to, version };
}

/** Whether a locked order's history tells of this already. */
export const isTold = async (tx: TransactionSql, orderId: string, about: string): Promise<boolean> =>
  (await tx`SELECT 1 FROM order_events WHERE order_id = ${orderId} AND about = ${about}`).length > 0;
