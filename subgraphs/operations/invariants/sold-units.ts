import { isSettled, maskedAttempt, SOLD } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** Units stay sold when their order is refunded: those that come back are new ones in the ledger (returned-units). */
export const soldUnits: Invariant = {
  id: 'sold-units',
  when: 'quiescent',
  promise: 'The units that an order that was paid and not cancelled has agreed on are committed for it, order by order, and no others are.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM orders.order_lines`,
  offenders: (given) => given.sql`
    SELECT CASE WHEN o.id IS NOT NULL THEN 'order ' || o.id
      WHEN attempt_id IS NOT NULL THEN 'attempt ' || ${maskedAttempt(given.sql, 'attempt_id')}
      ELSE 'reservations of no attempt' END AS subject, o.updated_at AS since,
      format('%s of variant %s agreed%s, %s committed', coalesce(agreed.units, 0), variant_id, ' by an order that is ' || o.status,
        coalesce(sold.units, 0)) AS detail
    FROM (
      SELECT r.attempt_id, l.variant_id, sum(l.quantity) AS units
      FROM inventory.reservations r JOIN inventory.reservation_lines l ON l.reservation_id = r.id WHERE r.status = 'COMMITTED' GROUP BY 1, 2
    ) AS sold FULL JOIN (
      SELECT o.attempt_id, l.variant_id, sum(l.quantity) AS units
      FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id WHERE o.status = ANY(${[...SOLD, 'REFUNDED']}) GROUP BY 1, 2
    ) AS agreed USING (attempt_id, variant_id)
    LEFT JOIN orders.orders o USING (attempt_id)
    WHERE coalesce(sold.units, 0) <> coalesce(agreed.units, 0) AND ${isSettled(given, 'attempt_id')}`,
};
