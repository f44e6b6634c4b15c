import type { TransactionSql } from 'postgres';
import { type Refused, refuse } from '../../../kit/refusal.ts';

export type WorkLine = { orderLineId: string; orderId: string; variantId: string; sku: string; title: string; quantity: number };
export type Work = { orderId: string; heldSince: Date | null; holdReason: string | null; hasEnded: boolean };

/** Makes work of orders; what is known already stays as it is. */
export async function openWork(tx: TransactionSql, lines: WorkLine[]): Promise<void> {
  const sorted = [...lines].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
  const positions = sorted.map((line) => lines.filter((other) => other.orderId === line.orderId).indexOf(line) + 1);
  const of = <T>(pick: (line: WorkLine) => T) => sorted.map(pick);
  await tx`INSERT INTO work (order_id) SELECT DISTINCT id FROM unnest(${of((line) => line.orderId)}::uuid[]) AS x(id) ORDER BY 1 ON CONFLICT DO NOTHING`;
  await tx`
    INSERT INTO work_lines (order_line_id, order_id, position, variant_id, sku, title, quantity)
    SELECT * FROM unnest(${of((line) => line.orderLineId)}::uuid[], ${of((line) => line.orderId)}::uuid[], ${positions}::int[],
      ${of((line) => line.variantId)}::uuid[], ${of((line) => line.sku)}::text[], ${of((line) => line.title)}::text[],
      ${of((line) => line.quantity)}::int[])
    ON CONFLICT DO NOTHING`;
}

/** Locks an order's work; its shipments are locked after it. Null where there is none. */
export async function lockWork(tx: TransactionSql, orderId: string): Promise<Work | null> {
  const [work] = await tx<Work[]>`
    SELECT order_id AS "orderId", held_since AS "heldSince", hold_reason AS "holdReason", ended_at IS NOT NULL AS "hasEnded"
    FROM work WHERE order_id = ${orderId} FOR UPDATE`;
  return work ?? null;
}

/** A refusal where an order is held. */
export const heldBack = ({ heldSince, holdReason }: Work): Refused | null =>
  heldSince && refuse('ORDER_ON_HOLD', `The order is on hold: ${holdReason}`, ['orderId']);

/** Units go back to their lines, to be shipped otherwise. */
export const freeUnits = (tx: TransactionSql, shipmentId: string) => tx`
  UPDATE work_lines w SET allocated = w.allocated - s.quantity FROM shipment_lines s
  WHERE s.shipment_id = ${shipmentId} AND w.order_line_id = s.order_line_id`;
