import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { next } from '../shipment.ts';
import {
  findShipment,
  lockShipment,
  moveShipment,
  type ShipmentRow,
  shipmentColumns,
  shipmentNotFound,
  wrongStatus,
} from './shipment-rows.ts';
import { freeUnits, lockWork } from './work-rows.ts';

/** Unmakes a parcel that has not left: its units can be shipped otherwise. Repeatable. */
export async function cancelShipment(sql: Sql, shipmentId: string): Promise<Refused | Record<never, never>> {
  const found = await findShipment(sql, shipmentId);
  if (!found) return shipmentNotFound();
  return transaction(sql, async (tx) => {
    await lockWork(tx, found.orderId);
    const shipment = (await lockShipment(tx, shipmentId))!;
    const to = next(shipment.status, 'cancel');
    if (to === 'same') return {};
    if (to === null) return wrongStatus(shipment, 'cancelled');
    if (shipment.leavingSince)
      return refuse('SHIPMENT_LEAVING', 'This shipment is just leaving: ask shipmentShip again what became of it.', ['shipmentId']);
    await end(tx, shipment);
    return {};
  });
}

/**
 * Orders have ended, and nothing more of them leaves: whoever asks orders for that is refused. `leaving`: also what may have been let
 * go a moment ago; of an order that was cancelled nothing was.
 */
export async function cancelAllOf(tx: TransactionSql, orderIds: string[], { leaving }: { leaving: boolean }): Promise<void> {
  for (const orderId of [...orderIds].sort()) {
    await tx`INSERT INTO work (order_id, ended_at) VALUES (${orderId}, now()) ON CONFLICT (order_id) DO UPDATE SET ended_at = now()`;
    const living = await tx<ShipmentRow[]>`
      SELECT ${shipmentColumns(tx)} FROM shipments WHERE order_id = ${orderId} AND status IN ('PENDING', 'PICKED', 'PACKED')
        AND (${leaving} OR leaving_since IS NULL) ORDER BY id FOR UPDATE`;
    for (const shipment of living) await end(tx, shipment);
  }
}

/** Orders has refused to let a parcel go: it stays, and in an order that has ended it is unmade. */
export const stay = (sql: Sql, { shipmentId, orderId }: { shipmentId: string; orderId: string }): Promise<void> =>
  transaction(sql, async (tx) => {
    const work = await lockWork(tx, orderId);
    const shipment = await lockShipment(tx, shipmentId);
    if (shipment?.status !== 'PACKED') return;
    if (work?.hasEnded) await end(tx, shipment);
    else await tx`UPDATE shipments SET leaving_since = NULL WHERE id = ${shipmentId}`;
  });

async function end(tx: TransactionSql, shipment: ShipmentRow): Promise<void> {
  await freeUnits(tx, shipment.id);
  await moveShipment(tx, shipment, 'CANCELLED');
}
