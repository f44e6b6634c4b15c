import type { TransactionSql } from 'postgres';
import type { SqlLike } from '../../../kit/db.ts';
import { refuse } from '../../../kit/refusal.ts';
import type { ShipmentStatus } from '../shipment.ts';

export type ShipmentRow = {
  id: string;
  orderId: string;
  status: ShipmentStatus;
  carrier: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  leavingSince: Date | null;
  shippedAt: Date | null;
  version: number;
};

export const shipmentColumns = (sql: SqlLike) => sql`
  id, order_id AS "orderId", status, carrier, tracking_number AS "trackingNumber", tracking_url AS "trackingUrl", leaving_since AS "leavingSince",
  shipped_at AS "shippedAt", version`;

/** A shipment as it stands; which order it is of never changes. */
export async function findShipment(sql: SqlLike, id: string): Promise<ShipmentRow | null> {
  const [row] = await sql<ShipmentRow[]>`SELECT ${shipmentColumns(sql)} FROM shipments WHERE id = ${id}`;
  return row ?? null;
}

/** Its order's work is locked before it. */
export async function lockShipment(tx: TransactionSql, id: string): Promise<ShipmentRow | null> {
  const [row] = await tx<ShipmentRow[]>`SELECT ${shipmentColumns(tx)} FROM shipments WHERE id = ${id} FOR UPDATE`;
  return row ?? null;
}

/** Moves a locked shipment on and writes the step into its history. */
export async function moveShipment(tx: TransactionSql, { id, status, version }: ShipmentRow, to: ShipmentStatus): Promise<void> {
  await tx`
    UPDATE shipments SET status = ${to}, version = ${version + 1}, updated_at = now(), leaving_since = NULL,
      shipped_at = CASE WHEN ${to} = 'SHIPPED' THEN now() ELSE shipped_at END,
      delivered_at = CASE WHEN ${to} = 'DELIVERED' THEN now() ELSE delivered_at END
    WHERE id = ${id}`;
  await tx`
    INSERT INTO shipment_transitions (shipment_id, seq, from_status, to_status) VALUES (${id}, ${version + 1}, ${status}, ${to})`;
}

export const shipmentNotFound = () => refuse('SHIPMENT_NOT_FOUND', 'There is no such shipment.', ['shipmentId']);

/** `done` as a participle: picked, packed, shipped. */
export const wrongStatus = ({ status }: ShipmentRow, done: string) =>
  refuse('WRONG_SHIPMENT_STATUS', `A shipment that is ${status} cannot be ${done}.`, ['shipmentId']);
