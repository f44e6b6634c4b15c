import type { TransactionSql } from 'postgres';
import type { SqlLike } from '../../../kit/db.ts';
import type { Address } from '../../../schema/vocabulary/address.ts';
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
  cancelRequested: boolean;
  version: number;
  createdAt: Date;
};

export const orderColumns = (sql: SqlLike) => sql`
  id, attempt_id AS "attemptId", cart_id AS "cartId", customer_id AS "customerId", number, status, email, currency_code AS "currencyCode",
  subtotal_minor AS "subtotalMinor", delivery_minor AS "deliveryMinor", tax_minor AS "taxMinor", discount_minor AS "discountMinor",
  total_minor AS "totalMinor", shipping_address AS "shippingAddress", cancel_requested AS "cancelRequested", version, created_at AS "createdAt"`;

export async function lockOrder(tx: TransactionSql, id: string): Promise<OrderRow | null> {
  const [order] = await tx<OrderRow[]>`SELECT ${orderColumns(tx)} FROM orders WHERE id = ${id} FOR UPDATE`;
  return order ?? null;
}

/** Moves a locked order on and writes the step into its history. */
export async function moveOrder(tx: TransactionSql, order: OrderRow, to: OrderStatus, message = TIMELINE[to].message): Promise<void> {
  await tx`UPDATE orders SET status = ${to}, version = version + 1, updated_at = now() WHERE id = ${order.id}`;
  await tx`
    INSERT INTO order_events (order_id, seq, from_status, to_status, type, message)
    VALUES (${order.id}, ${order.version + 1}, ${order.status}, ${to}, ${TIMELINE[to].type}, ${message})`;
}
