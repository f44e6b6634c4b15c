import { isSettled, maskedAttempt, SOLD } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** An order that has ended just now is still being told of. */
const TOLD_AFTER_S = 30;

export const limitsFollowOrders: Invariant = {
  id: 'limits-follow-orders',
  when: 'quiescent',
  promise: 'What counts against a limit per customer is what live orders have of the variant, and nothing else does.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM checkout.limit_purchases`,
  offenders: (given) => given.sql`
    SELECT 'attempt ' || ${maskedAttempt(given.sql, 'attempt_id')} AS subject, p.at AS since,
      format('its order is %s, its units are %s', coalesce(o.status, 'not there'), p.state) AS detail
    FROM checkout.limit_purchases p LEFT JOIN orders.orders o USING (attempt_id)
    WHERE ${isSettled(given, 'attempt_id')} AND coalesce(o.updated_at, '-infinity') < now() - ${TOLD_AFTER_S} * interval '1 second' AND (
      (p.state = 'TAKEN') <> coalesce(o.status = ANY(${SOLD}), false)
      OR (p.state = 'TAKEN' AND EXISTS (
        SELECT FROM checkout.limit_units u WHERE u.attempt_id = p.attempt_id AND u.units <> (
          SELECT coalesce(sum(l.quantity), 0) FROM orders.order_lines l WHERE l.order_id = o.id AND l.variant_id = u.variant_id))))`,
};
