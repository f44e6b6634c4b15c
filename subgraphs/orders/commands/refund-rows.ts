import type { TransactionSql } from 'postgres';
import type { Line } from '../returned-units.ts';

export type RefundRow = { id: string; state: 'OPEN' | 'CLAIMED' | 'DONE' | 'REFUSED'; amountMinor: number | null };

/** After the order's, which is locked first by all. */
export async function lockRefund(tx: TransactionSql, id: string): Promise<RefundRow | null> {
  const [row] = await tx<RefundRow[]>`SELECT id, state, amount_minor AS "amountMinor" FROM refunds WHERE id = ${id} FOR UPDATE`;
  return row ?? null;
}

/** An order's lines, with what has left and what has come back. */
export const openLines = (tx: TransactionSql, orderId: string) => tx<Line[]>`
  SELECT id AS "orderLineId", quantity, shipped, restocked, withdrawn FROM order_lines WHERE order_id = ${orderId} ORDER BY position`;

/** Units that a refund has claimed, by variant. */
export const claimedUnits = (tx: TransactionSql, refundId: string) => tx<{ variantId: string; quantity: number }[]>`
  SELECT l.variant_id AS "variantId", sum(r.quantity)::int AS quantity FROM refund_lines r JOIN order_lines l ON l.id = r.order_line_id
  WHERE r.refund_id = ${refundId} GROUP BY 1 ORDER BY 1`;
