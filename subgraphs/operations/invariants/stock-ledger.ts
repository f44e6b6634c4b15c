import type { Invariant } from '../invariant.ts';

export const stockLedger: Invariant = {
  id: 'stock-ledger',
  when: 'always',
  promise: 'What was received and adjusted of a variant is what is available, reserved or sold of it, and none of these is negative.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM inventory.stock) + (SELECT count(*) FROM inventory.movements) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT 'variant ' || variant_id AS subject, NULL::timestamptz AS since,
      format('available %s + reserved %s + sold %s, but its movements sum to %s', coalesce(available, 0), coalesce(reserved, 0),
        coalesce(sold, 0), coalesce(moved, 0)) AS detail
    FROM (SELECT variant_id, sum(available) AS available, sum(reserved) AS reserved, sum(sold) AS sold FROM inventory.stock
      GROUP BY 1) AS counted
    FULL JOIN (SELECT variant_id, sum(delta) AS moved FROM inventory.movements GROUP BY 1) AS ledger USING (variant_id)
    WHERE coalesce(available + reserved + sold, 0) <> coalesce(moved, 0)
    UNION ALL
    SELECT 'variant ' || variant_id, NULL, format('shard %s has available %s, reserved %s, sold %s', shard, available, reserved, sold)
    FROM inventory.stock WHERE least(available, reserved, sold) < 0`,
};
