import type { Sql } from 'postgres';
import { groupBy } from '../../kit/group.ts';
import { turnLoader } from '../../kit/turn-loader.ts';
import { isUuid } from '../../kit/uuid.ts';
import { orderColumns, type OrderRow } from './commands/order-rows.ts';

export type LineRow = {
  orderId: string;
  id: string;
  variantId: string;
  sku: string;
  title: string;
  quantity: number;
  unitPriceMinor: number;
  lineTotalMinor: number;
};
export type EventRow = { orderId: string; type: string; at: Date; message: string };

/** One statement an entity kind for all who ask in one turn. */
export const createLoaders = (sql: Sql) => ({
  order: turnLoader<OrderRow | null>(async (ids) => {
    const rows = await sql<OrderRow[]>`SELECT ${orderColumns(sql)} FROM orders WHERE id = ANY(${ids.filter(isUuid)}::uuid[])`;
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }),
  lines: turnLoader<LineRow[]>(async (ids) => {
    const rows = await sql<LineRow[]>`
      SELECT order_id AS "orderId", id, variant_id AS "variantId", sku, title, quantity, unit_price_minor AS "unitPriceMinor", line_total_minor AS "lineTotalMinor"
      FROM order_lines WHERE order_id = ANY(${ids}::uuid[]) ORDER BY order_id, position`;
    const byOrder = groupBy(rows, (row) => row.orderId);
    return ids.map((id) => byOrder.get(id) ?? []);
  }),
  timeline: turnLoader<EventRow[]>(async (ids) => {
    const rows = await sql<EventRow[]>`
      SELECT order_id AS "orderId", type, at, message FROM order_events WHERE order_id = ANY(${ids}::uuid[]) ORDER BY order_id, seq`;
    const byOrder = groupBy(rows, (row) => row.orderId);
    return ids.map((id) => byOrder.get(id) ?? []);
  }),
});
export type Loaders = ReturnType<typeof createLoaders>;
