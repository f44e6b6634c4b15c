import type { Sql } from 'postgres';

/**
 * Sells what attempts hold, all in one statement; answers those for whom it did. Others hold nothing, or have sold it before.
 * Lines are read as they were when the statement began: they do not change any more once their reservation is pinned.
 */
export async function sellHeld(sql: Sql, attempts: { attemptId: string }[]): Promise<Set<string>> {
  const rows = await sql<{ attemptId: string }[]>`
    WITH mine AS (
      SELECT id FROM reservations WHERE attempt_id = ANY(${attempts.map(({ attemptId }) => attemptId)}::uuid[]) AND status = 'HELD'
      ORDER BY id FOR UPDATE
    ), sold AS (
      UPDATE reservations r SET status = 'COMMITTED' FROM mine WHERE r.id = mine.id RETURNING r.id, r.attempt_id
    ), units AS (
      SELECT variant_id, shard, sum(quantity)::int AS units FROM reservation_lines JOIN sold ON sold.id = reservation_id GROUP BY 1, 2
    ), locked AS (
      SELECT s.variant_id, s.shard, units FROM stock s JOIN units USING (variant_id, shard) ORDER BY s.variant_id, s.shard FOR UPDATE OF s
    ), moved AS (
      UPDATE stock s SET reserved = s.reserved - l.units, sold = s.sold + l.units, version = s.version + 1
      FROM locked l WHERE s.variant_id = l.variant_id AND s.shard = l.shard
    )
    SELECT attempt_id AS "attemptId" FROM sold`;
  return new Set(rows.map((row) => row.attemptId));
}
