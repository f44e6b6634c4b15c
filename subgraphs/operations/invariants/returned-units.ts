import { isSettled } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const returnedUnits: Invariant = {
  id: 'returned-units',
  when: 'quiescent',
  promise: 'The units that a refund has put back are back in the stock, each once, and its order counts them.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM orders.refund_lines`,
  offenders: (given) => given.sql`
    SELECT coalesce('order ' || r.order_id, 'variant ' || m.variant_id) AS subject, coalesce(r.at, m.at) AS since,
      format('%s of variant %s returned, %s are back in the stock (%s)', coalesce(r.units, 0), coalesce(r.variant_id, m.variant_id),
        coalesce(m.delta, 0), key) AS detail
    FROM (
      SELECT 'returned_' || r.id || '_' || l.variant_id AS key, r.order_id, o.attempt_id, l.variant_id, sum(x.quantity) AS units, max(r.at) AS at
      FROM orders.refund_lines x JOIN orders.refunds r ON r.id = x.refund_id JOIN orders.order_lines l ON l.id = x.order_line_id
        JOIN orders.orders o ON o.id = r.order_id
      WHERE r.state = 'DONE' GROUP BY 1, 2, 3, 4
    ) AS r FULL JOIN (SELECT * FROM inventory.movements WHERE key LIKE 'returned\\_%') AS m USING (key)
    WHERE r.units IS DISTINCT FROM m.delta AND ${isSettled(given, 'r.attempt_id')}
    UNION ALL
    SELECT 'order ' || l.order_id, NULL, format('counts %s of %s as returned, %s of them before they left; its refunds say %s and %s', l.restocked,
      l.sku, l.withdrawn, coalesce(x.units, 0), coalesce(x.withdrawn, 0))
    FROM orders.order_lines l LEFT JOIN (SELECT order_line_id, sum(quantity) AS units, sum(withdrawn) AS withdrawn FROM orders.refund_lines
      GROUP BY 1) AS x ON x.order_line_id = l.id
    WHERE (l.restocked, l.withdrawn) <> (coalesce(x.units, 0), coalesce(x.withdrawn, 0))`,
};
