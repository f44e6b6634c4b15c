import type { Sql } from 'postgres';
import { groupBy } from '../../kit/group.ts';
import { turnLoader } from '../../kit/turn-loader.ts';
import { isUuid } from '../../kit/uuid.ts';
import { shipmentColumns, type ShipmentRow } from './commands/shipment-rows.ts';

export type LineRow = { shipmentId: string; sku: string; title: string; quantity: number };
export type Hold = { reason: string; since: Date };

/** One statement an entity kind for all who ask in one turn. */
export const createLoaders = (sql: Sql) => ({
  shipment: turnLoader<ShipmentRow | null>(async (ids) => {
    const rows = await sql<ShipmentRow[]>`SELECT ${shipmentColumns(sql)} FROM shipments WHERE id = ANY(${ids.filter(isUuid)}::uuid[])`;
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }),
  ofOrder: turnLoader<ShipmentRow[]>(async (ids) => {
    const rows = await sql<ShipmentRow[]>`
      SELECT ${shipmentColumns(sql)} FROM shipments WHERE order_id = ANY(${ids.filter(isUuid)}::uuid[]) ORDER BY id`;
    const byOrder = groupBy(rows, (row) => row.orderId);
    return ids.map((id) => byOrder.get(id) ?? []);
  }),
  lines: turnLoader<LineRow[]>(async (ids) => {
    const rows = await sql<LineRow[]>`
      SELECT s.shipment_id AS "shipmentId", w.sku, w.title, s.quantity FROM shipment_lines s JOIN work_lines w USING (order_line_id)
      WHERE s.shipment_id = ANY(${ids}::uuid[]) ORDER BY s.shipment_id, w.position`;
    const byShipment = groupBy(rows, (row) => row.shipmentId);
    return ids.map((id) => byShipment.get(id) ?? []);
  }),
  hold: turnLoader<Hold | null>(async (ids) => {
    const rows = await sql<(Hold & { orderId: string })[]>`
      SELECT order_id AS "orderId", hold_reason AS reason, held_since AS since FROM work
      WHERE held_since IS NOT NULL AND order_id = ANY(${ids.filter(isUuid)}::uuid[])`;
    const byOrder = new Map(rows.map((row) => [row.orderId, row]));
    return ids.map((id) => byOrder.get(id) ?? null);
  }),
});
export type Loaders = ReturnType<typeof createLoaders>;
