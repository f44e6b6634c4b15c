import { maskedAttempt } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/**
 * Of sagas that have ended: an open one may be anywhere between, and if it is so for too long that is its own finding. A
 * number is given when an order is confirmed, so a cancelled order with a number was paid once.
 */
export const ordersFollowSagas: Invariant = {
  id: 'orders-follow-sagas',
  when: 'quiescent',
  promise:
    'An order is confirmed exactly if its saga is done, failed or cancelled if that was undone, and taken back only by a cancellation.',
  count: ({ sql }) =>
    sql`SELECT (SELECT count(*) FROM checkout.sagas) + (SELECT count(*) FROM orders.sagas) + (SELECT count(*) FROM orders.orders) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT coalesce('order ' || o.id, 'attempt ' || ${maskedAttempt(sql, 's.id')}) AS subject,
      coalesce(o.updated_at, s.updated_at) AS since,
      format('%s%s, though its saga is %s', coalesce(o.status, 'no order is there'), CASE WHEN o.number IS NULL THEN ''
        ELSE ' as ' || o.number END, coalesce(s.state, 'not known')) AS detail
    FROM checkout.sagas s FULL JOIN orders.orders o ON o.attempt_id = s.id
    WHERE CASE coalesce(s.state, 'none')
      WHEN 'DONE' THEN o.id IS NULL OR o.number IS NULL OR o.status IN ('PENDING', 'FAILED')
      WHEN 'COMPENSATED' THEN o.number IS NOT NULL OR o.status NOT IN ('FAILED', 'CANCELLED')
      WHEN 'none' THEN true
      ELSE false END
    UNION ALL
    SELECT 'order ' || o.id, o.updated_at, 'CANCELLED after it was paid, but no cancellation is known'
    FROM orders.orders o
    LEFT JOIN (SELECT DISTINCT (input->>'orderId')::uuid AS order_id FROM orders.sagas
      WHERE name = 'CancelOrder' AND state <> 'COMPENSATED') AS c ON c.order_id = o.id
    WHERE o.status = 'CANCELLED' AND o.number IS NOT NULL AND c.order_id IS NULL
    UNION ALL
    SELECT 'order ' || (s.input->>'orderId'), s.updated_at,
      format('its cancellation is DONE, but it is %s', coalesce(o.status, 'not there'))
    FROM orders.sagas s LEFT JOIN orders.orders o ON o.id = (s.input->>'orderId')::uuid
    WHERE s.name = 'CancelOrder' AND s.state = 'DONE' AND o.status IS DISTINCT FROM 'CANCELLED'`,
};
