import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { EFFECT } from '../reservation.ts';
import type { Allocation, Delta } from '../stock.ts';
import { addDelta, lockStock, moveStock } from './stock-rows.ts';

/**
 * Ends what is HELD past its time and not pinned, set-based, the oldest first. Rows that somebody is working on are
 * passed over: they come again with the next sweep. Pinned ones are the saga's to end, after the payment is.
 */
export const expireReservations = (sql: Sql, limit: number): Promise<{ expired: number }> =>
  transaction(sql, async (tx) => {
    const due = await tx<{ id: string }[]>`
      SELECT id FROM reservations WHERE status = 'HELD' AND attempt_id IS NULL AND expires_at < now()
      ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
    if (due.length === 0) return { expired: 0 };
    await endHolds(
      tx,
      due.map((row) => row.id),
    );
    return { expired: due.length };
  });

/** Ends holds whose rows are locked; their units are available again. */
export async function endHolds(tx: TransactionSql, ids: string[]): Promise<void> {
  const lines = await tx<Allocation[]>`
    SELECT variant_id AS "variantId", shard, sum(quantity)::int AS quantity FROM reservation_lines
    WHERE reservation_id = ANY(${ids}::uuid[]) GROUP BY 1, 2`;
  const deltas = new Map<string, Delta>();
  for (const line of lines) addDelta(deltas, line, line.quantity, EFFECT.expire);
  const rows = await lockStock(
    tx,
    lines.map((line) => line.variantId),
  );
  await tx`UPDATE reservations SET status = 'EXPIRED' WHERE id = ANY(${ids}::uuid[])`;
  await moveStock(tx, rows, deltas);
}
