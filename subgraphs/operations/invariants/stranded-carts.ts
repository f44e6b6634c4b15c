import { SOLD } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const strandedCarts: Invariant = {
  id: 'stranded-carts',
  when: 'quiescent',
  promise: 'A cart is frozen only while its saga is open, and closed once it was bought.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM cart.carts`,
  offenders: ({ sql }) => sql`
    SELECT 'cart ' || c.id AS subject, coalesce(s.updated_at, c.updated_at) AS since,
      'FROZEN by an attempt whose saga ' || coalesce('is ' || s.state, 'does not exist') AS detail
    FROM cart.carts c LEFT JOIN checkout.sagas s ON s.id = c.frozen_by
    WHERE c.state = 'FROZEN' AND coalesce(s.state, 'DONE') IN ('DONE', 'COMPENSATED')
    UNION ALL
    SELECT 'cart ' || c.id, s.updated_at, format('OPEN, though order %s has bought it', o.id)
    FROM cart.carts c JOIN orders.orders o ON o.cart_id = c.id JOIN checkout.sagas s ON s.id = o.attempt_id
    WHERE c.state = 'OPEN' AND o.status = ANY(${SOLD}) AND s.state = 'DONE'`,
};
