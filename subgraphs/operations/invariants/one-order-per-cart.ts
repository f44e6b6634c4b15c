import { SOLD } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const oneOrderPerCart: Invariant = {
  id: 'one-order-per-cart',
  when: 'always',
  promise: 'A cart has at most one live order.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM orders.orders WHERE cart_id IS NOT NULL`,
  offenders: ({ sql }) => sql`
    SELECT 'cart ' || cart_id AS subject, max(created_at) AS since,
      format('%s live orders: %s', count(*), string_agg(id::text, ', ' ORDER BY id)) AS detail
    FROM orders.orders WHERE cart_id IS NOT NULL AND status = ANY(${['PENDING', ...SOLD]})
    GROUP BY cart_id HAVING count(*) > 1`,
};
