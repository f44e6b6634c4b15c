import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';

/** So many places are given by one statement: a million are not to run into its time-out. */
const CHUNK = 50_000;

/**
 * Shuffles, once, those who came before opening: gives them their places by their lots (shuffle.ts). It holds the sale against
 * those who join: who came early is in the draw, and nobody comes early after it.
 */
export const draw = (sql: Sql, saleId: string): Promise<void> =>
  transaction(sql, async (tx) => {
    const [sale] = await tx`SELECT 1 FROM sales WHERE id = ${saleId} AND drawn_at IS NULL AND opens_at <= now() FOR UPDATE`;
    if (!sale) return;
    for (let placed = 0, count = CHUNK; count === CHUNK; placed += count) {
      const rows = await tx`
        WITH next AS (
          SELECT id, row_number() OVER (ORDER BY lot COLLATE "C") AS nth FROM (
            SELECT id, lot FROM tickets WHERE sale_id = ${saleId} AND place IS NULL AND early ORDER BY lot COLLATE "C" LIMIT ${CHUNK}) AS early),
        given AS (UPDATE tickets t SET place = ${placed}::bigint + nth FROM next WHERE t.id = next.id RETURNING 1)
        SELECT count(*)::int AS count FROM given`;
      count = rows[0]!.count as number;
      await tx`UPDATE sales SET last_place = last_place + ${count} WHERE id = ${saleId}`;
    }
    await tx`UPDATE sales SET drawn_at = now(), refilled_at = opens_at WHERE id = ${saleId}`;
  });
