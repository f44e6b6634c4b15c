import type { SqlLike } from '../../kit/db.ts';

/**
 * Sagas that have not ended, of both contexts that have any, and whether that is too long: more than 30 s at work, a wait
 * that outlives its deadline, or STUCK at any age. A saga that has waited for a buyer's bank is at work since the payment
 * was decided, or since its deadline; one that was taken up again this very moment has not written anything yet.
 */
export const openSagas = (sql: SqlLike) => sql`
  SELECT id, attempt_id, name, state, since, CASE state WHEN 'STUCK' THEN true ELSE since < now() - interval '30 seconds' END AS overdue
  FROM (
    SELECT s.id, s.id AS attempt_id, s.name, s.state, CASE
      WHEN s.state = 'WAITING' THEN s.deadline
      WHEN s.log->-1->>'kind' = 'waiting' AND s.lease_until > now() THEN now()
      WHEN s.log @> '[{"kind": "waiting"}]' THEN greatest(s.created_at, CASE WHEN s.deadline < now() THEN s.deadline END,
        (SELECT max(t.at) FROM payments.payment_transitions t WHERE t.payment_id = (s.ids->>'paymentId')::uuid))
      ELSE s.created_at END AS since
    FROM checkout.sagas s WHERE s.state IN ('RUNNING', 'COMPENSATING', 'WAITING', 'STUCK')
    UNION ALL
    SELECT s.id, (s.input->>'attemptId')::uuid, s.name, s.state, s.created_at
    FROM orders.sagas s WHERE s.state IN ('RUNNING', 'COMPENSATING', 'WAITING', 'STUCK')
  ) AS open`;
