import { maskedAttempt } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const oneOrderPerAttempt: Invariant = {
  id: 'one-order-per-attempt',
  when: 'always',
  promise: 'One idempotency key is one attempt, and one attempt at most one order; no order is without its attempt.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM checkout.attempts) + (SELECT count(*) FROM orders.orders) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT 'attempt ' || ${maskedAttempt(sql, 'attempt_id')} AS subject, max(created_at) AS since,
      format('%s orders: %s', count(*), string_agg(id::text, ', ' ORDER BY id)) AS detail
    FROM orders.orders GROUP BY attempt_id HAVING count(*) > 1
    UNION ALL
    SELECT 'order ' || o.id, o.created_at, 'its attempt is not known to checkout'
    FROM orders.orders o LEFT JOIN checkout.attempts a ON a.id = o.attempt_id WHERE a.id IS NULL
    UNION ALL
    SELECT 'attempt ' || min(${maskedAttempt(sql, 'id')}), max(created_at), format('%s attempts under one key', count(*))
    FROM checkout.attempts GROUP BY scope, key HAVING count(*) > 1`,
};
