import { CAPTURED, SOLD } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** A number is given when an order is confirmed: one that was taken back since must have been paid once, too. */
export const paidOrders: Invariant = {
  id: 'paid-orders',
  when: 'quiescent',
  promise: 'Each order that is paid, or was, has exactly one captured payment, of its amount and in its currency.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM orders.orders WHERE status = ANY(${SOLD}) OR number IS NOT NULL`,
  offenders: ({ sql }) => sql`
    SELECT 'order ' || o.id AS subject, o.updated_at AS since, CASE count(p.id)
      WHEN 0 THEN format('%s, but none of its money was captured', o.status)
      WHEN 1 THEN format('costs %s %s, but %s %s was captured', o.total_minor, o.currency_code, min(p.amount_minor), min(p.currency_code))
      ELSE format('%s payments captured', count(p.id)) END AS detail
    FROM orders.orders o
    LEFT JOIN payments.payments p ON p.order_id = o.id AND p.status = ANY(${CAPTURED}) AND (p.status <> 'REFUNDED' OR o.status <> ALL(${SOLD}))
    WHERE o.status = ANY(${SOLD}) OR o.number IS NOT NULL
    GROUP BY o.id HAVING count(p.id) <> 1 OR bool_or((p.amount_minor, p.currency_code) <> (o.total_minor, o.currency_code))`,
};
