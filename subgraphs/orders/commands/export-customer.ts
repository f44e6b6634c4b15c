import type { Sql } from 'postgres';
import type { Loaders } from '../loaders.ts';
import { orderColumns, type OrderRow } from './order-rows.ts';

/** All orders of a customer with lines and history, the oldest first; those that failed, too. */
export async function exportCustomer(sql: Sql, loaders: Loaders, { customerId }: { customerId: string }): Promise<{ data: unknown }> {
  const rows = await sql<OrderRow[]>`SELECT ${orderColumns(sql)} FROM orders WHERE customer_id = ${customerId} ORDER BY id`;
  const orders = rows.map(async ({ attemptId: _, cancelRequested: __, version: ___, ...order }) => ({
    ...order,
    lines: await loaders.lines(order.id),
    timeline: await loaders.timeline(order.id),
  }));
  return { data: { orders: await Promise.all(orders) } };
}

export async function ordersOf(sql: Sql, { customerId }: { customerId: string }): Promise<{ orderIds: string[] }> {
  const rows = await sql<{ id: string }[]>`SELECT id FROM orders WHERE customer_id = ${customerId} ORDER BY id`;
  return { orderIds: rows.map((row) => row.id) };
}
