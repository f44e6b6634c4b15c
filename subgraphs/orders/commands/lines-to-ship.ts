import type { Sql } from 'postgres';
import type { OrderStatus } from '../order.ts';

type Line = { orderLineId: string; variantId: string; sku: string; title: string; quantity: number; open: number };

/** What is to be shipped of an order: its lines, and how many units of each are to leave at all. */
export async function linesToShip(
  sql: Sql,
  { orderId }: { orderId: string },
): Promise<{ order: { status: OrderStatus; lines: Line[] } | null }> {
  const rows = await sql<(Line & { status: OrderStatus })[]>`
    SELECT o.status, l.id AS "orderLineId", l.variant_id AS "variantId", l.sku, l.title, l.quantity, l.quantity - l.withdrawn AS open
    FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.id = ${orderId} ORDER BY l.position`;
  return { order: rows[0] ? { status: rows[0].status, lines: rows.map(({ status: _, ...line }) => line) } : null };
}
