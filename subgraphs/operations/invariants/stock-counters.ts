import type { Invariant } from '../invariant.ts';

export const stockCounters: Invariant = {
  id: 'stock-counters',
  when: 'always',
  promise: 'In each shard, reserved is the sum of the HELD reservations and sold the sum of the COMMITTED ones.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM inventory.reservation_lines`,
  offenders: ({ sql }) => sql`
    SELECT 'variant ' || variant_id AS subject, NULL::timestamptz AS since,
      format('shard %s counts reserved %s and sold %s, its reservations hold %s and have sold %s', shard,
        coalesce(counted.reserved, 0), coalesce(counted.sold, 0), coalesce(lines.held, 0), coalesce(lines.committed, 0)) AS detail
    FROM inventory.stock AS counted
    FULL JOIN (
      SELECT l.variant_id, l.shard, sum(l.quantity) FILTER (WHERE r.status = 'HELD') AS held,
        sum(l.quantity) FILTER (WHERE r.status = 'COMMITTED') AS committed
      FROM inventory.reservation_lines l JOIN inventory.reservations r ON r.id = l.reservation_id
      WHERE r.status IN ('HELD', 'COMMITTED') GROUP BY 1, 2
    ) AS lines USING (variant_id, shard)
    WHERE coalesce(counted.reserved, 0) <> coalesce(lines.held, 0) OR coalesce(counted.sold, 0) <> coalesce(lines.committed, 0)`,
};
