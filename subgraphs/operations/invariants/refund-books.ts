import { isSettled } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** What the bank has sent back days later counts here as given: that it has not arrived is an alarm of its own. */
export const refundBooks: Invariant = {
  id: 'refund-books',
  when: 'quiescent',
  promise: 'What orders has refunded, payments has given back under its name, refund by refund; and the order counts their sum.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM orders.refunds`,
  offenders: (given) => given.sql`
    SELECT 'order ' || o.id AS subject, r.at AS since,
      format('refund %s of %s is %s, and payments has given back %s', r.id, coalesce(r.amount_minor, 0), r.state, coalesce(p.amount_minor, 0)) AS detail
    FROM orders.refunds r JOIN orders.orders o ON o.id = r.order_id
    LEFT JOIN payments.refunds p ON p.key = 'refund_' || r.order_id || '_' || r.id AND NOT (p.status = 'FAILED' AND p.provider_refund_id IS NULL)
    WHERE CASE r.state WHEN 'DONE' THEN p.amount_minor IS DISTINCT FROM r.amount_minor WHEN 'REFUSED' THEN p.id IS NOT NULL ELSE true END
      AND ${isSettled(given, 'o.attempt_id')}
    UNION ALL
    SELECT 'payment ' || p.payment_id, p.created_at, format('%s of it is given back under %s, which orders does not know', p.amount_minor, p.key)
    FROM payments.refunds p LEFT JOIN orders.refunds r ON p.key = 'refund_' || r.order_id || '_' || r.id WHERE p.is_part AND r.id IS NULL
    UNION ALL
    SELECT 'order ' || o.id, o.updated_at, format('counts %s as refunded, its refunds are %s', o.refunded_minor, coalesce(sum.amount, 0))
    FROM orders.orders o LEFT JOIN (SELECT order_id, sum(amount_minor) AS amount FROM orders.refunds WHERE state IN ('CLAIMED', 'DONE')
      GROUP BY 1) AS sum ON sum.order_id = o.id
    WHERE o.refunded_minor <> coalesce(sum.amount, 0)`,
};
