import { ENDED, isSettled } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** A refund that is written down and on its way counts as given back. */
export const capturedPayments: Invariant = {
  id: 'captured-payments',
  when: 'quiescent',
  promise: 'No money is kept without a live order for it.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM payments.payments`,
  offenders: (given) => given.sql`
    SELECT 'payment ' || p.id AS subject, p.updated_at AS since,
      format('%s %s captured and not given back, %s', p.amount_minor - greatest(p.refunded_minor, coalesce(r.units, 0)), p.currency_code,
        CASE WHEN o.id IS NULL THEN 'and no order is known for it' ELSE format('but order %s is %s', o.id, o.status) END) AS detail
    FROM payments.payments p
    LEFT JOIN orders.orders o ON o.id = p.order_id
    LEFT JOIN (SELECT payment_id, sum(amount_minor) AS units FROM payments.refunds WHERE status <> 'FAILED'
      GROUP BY 1) AS r ON r.payment_id = p.id
    WHERE p.status IN ('CAPTURED', 'PARTIALLY_REFUNDED') AND p.amount_minor > greatest(p.refunded_minor, coalesce(r.units, 0))
      AND (o.id IS NULL OR o.status = ANY(${ENDED})) AND ${isSettled(given, 'p.attempt_id')}`,
};
