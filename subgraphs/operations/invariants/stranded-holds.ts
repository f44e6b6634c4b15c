import type { Invariant } from '../invariant.ts';

export const strandedHolds: Invariant = {
  id: 'stranded-holds',
  when: 'quiescent',
  promise: 'No unit is stranded: a hold is pinned only by an attempt whose saga is open.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM inventory.reservations WHERE status = 'HELD' AND attempt_id IS NOT NULL`,
  offenders: ({ sql }) => sql`
    SELECT 'reservation ' || r.id AS subject, coalesce(s.updated_at, r.created_at) AS since,
      'HELD for an attempt whose saga ' || coalesce('is ' || s.state, 'does not exist') AS detail
    FROM inventory.reservations r LEFT JOIN checkout.sagas s ON s.id = r.attempt_id
    WHERE r.status = 'HELD' AND r.attempt_id IS NOT NULL AND coalesce(s.state, 'DONE') IN ('DONE', 'COMPENSATED')`,
};
