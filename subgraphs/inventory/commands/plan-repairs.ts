import type { SqlLike } from '../../../kit/db.ts';
import { groupBy } from '../../../kit/group.ts';
import type { Repair } from '../../../schema/vocabulary/repair.ts';
import { type CountedShard, drift, inWords, rightCounters } from '../counters.ts';

type Row = CountedShard & { variantId: string; moved: number };

/** What inventory's own ledger says otherwise than its rows do: counters that are off, holds that no sweep has ended. */
export async function planRepairs(sql: SqlLike): Promise<{ repairs: Repair[] }> {
  return { repairs: [...(await planStock(sql)), ...(await planHolds(sql))] };
}

/** Counters that are off, of all variants or of one; each statement is a snapshot of its own. */
export async function planStock(sql: SqlLike, variantId?: string): Promise<Repair[]> {
  const rows = await miscounted(sql, variantId);
  return [...groupBy(rows, (row) => row.variantId)].map(([id, shards]) => {
    const right = rightCounters(shards, shards[0]!.moved);
    const byHand = right.some((row) => row.available < 0);
    const { before, after } = drift(shards, right);
    return { kind: 'stock', subject: `variant ${id}`, before, after: byHand ? `${after}; then ${inWords(right)}` : after, byHand };
  });
}

/** Every shard of the variants of which a counter is off, in order; one that only reservations or movements name has no row. */
export function miscounted(sql: SqlLike, variantId?: string): Promise<Row[]> {
  const of = variantId ? sql`WHERE variant_id = ${variantId}` : sql``;
  return sql<Row[]>`
    WITH taken AS (
      SELECT variant_id, shard, (sum(quantity) FILTER (WHERE status = 'HELD'))::int AS held,
        (sum(quantity) FILTER (WHERE status = 'COMMITTED'))::int AS committed
      FROM (SELECT * FROM reservation_lines ${of}) AS l JOIN reservations r ON r.id = l.reservation_id
      WHERE r.status IN ('HELD', 'COMMITTED') GROUP BY 1, 2
    ), came AS (SELECT variant_id, sum(delta)::int AS moved FROM movements ${of} GROUP BY 1),
    counts AS (SELECT * FROM stock ${of}),
    shards AS (
      SELECT variant_id, shard FROM counts UNION SELECT variant_id, shard FROM taken
      UNION SELECT variant_id, 0 FROM came WHERE moved <> 0 AND NOT EXISTS (SELECT FROM counts c WHERE c.variant_id = came.variant_id)
    ), compared AS (
      SELECT variant_id, shard, c.variant_id IS NOT NULL AS counted, coalesce(c.available, 0) AS available,
        coalesce(c.reserved, 0) AS reserved, coalesce(c.sold, 0) AS sold, coalesce(t.held, 0) AS held, coalesce(t.committed, 0) AS committed,
        coalesce(came.moved, 0) AS moved
      FROM shards LEFT JOIN counts c USING (variant_id, shard) LEFT JOIN taken t USING (variant_id, shard) LEFT JOIN came USING (variant_id)
    )
    SELECT variant_id AS "variantId", shard, counted, available, reserved, sold, held, committed, moved FROM (
      SELECT *, bool_or(reserved <> held OR sold <> committed OR available < 0) OVER whole
        OR sum(available + reserved + sold) OVER whole <> moved AS off
      FROM compared WINDOW whole AS (PARTITION BY variant_id)) AS each WHERE off ORDER BY variant_id, shard`;
}

/** Unpinned holds that the sweep, due every few seconds, has left for a minute; all, or one. */
export async function planHolds(sql: SqlLike, reservationId?: string): Promise<Repair[]> {
  const rows = await sql<{ id: string; until: Date }[]>`
    SELECT id, expires_at AS until FROM reservations
    WHERE status = 'HELD' AND attempt_id IS NULL AND expires_at < now() - interval '60 seconds'
      ${reservationId ? sql`AND id = ${reservationId}` : sql``} ORDER BY id`;
  return rows.map(({ id, until }) => ({
    kind: 'hold',
    subject: `reservation ${id}`,
    before: `HELD until ${until.toISOString()}`,
    after: 'EXPIRED, its units available',
    byHand: false,
  }));
}
