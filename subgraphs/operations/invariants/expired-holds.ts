import type { Invariant } from '../invariant.ts';

/**
 * A pinned one outlives its time with right: its payment may be undecided, and its saga ends it. When that saga gives a
 * hold back to its checkout late, the next sweep is the first that may end it.
 */
export const expiredHolds: Invariant = {
  id: 'expired-holds',
  when: 'always',
  promise: 'No unpinned reservation is HELD past its time and one sweep (60 s).',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM inventory.reservations WHERE status = 'HELD' AND attempt_id IS NULL`,
  offenders: ({ sql }) => sql`
    SELECT 'reservation ' || r.id AS subject, r.expires_at AS since, 'still HELD, though its time is over' AS detail
    FROM inventory.reservations r WHERE r.status = 'HELD' AND r.attempt_id IS NULL AND r.expires_at < now() - interval '60 seconds'
      AND NOT EXISTS (SELECT FROM checkout.checkouts c JOIN checkout.sagas s ON (s.input->>'cartId')::uuid = c.cart_id
        WHERE c.reservation_id = r.id AND s.updated_at > now() - interval '60 seconds')`,
};
