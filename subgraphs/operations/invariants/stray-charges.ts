import { ENDED, isKept, ledger } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** Of charges alone that no payment knows: the others are held against their payment, and that against its order. */
export const strayCharges: Invariant = {
  id: 'stray-charges',
  when: 'quiescent',
  promise: 'The provider keeps no money for orders that we do not know or that have ended.',
  needsProvider: true,
  count: async ({ charges }) => [{ rows: charges.length }],
  offenders: ({ sql, charges }) => sql`
    SELECT 'intent ' || charge.intent_id AS subject, o.updated_at AS since,
      format('%s %s kept for %s', charge.captured - charge.refunded, charge.currency,
      CASE WHEN o.id IS NOT NULL THEN format('order %s, which is %s', o.id, o.status)
        WHEN charge.order_id IS NOT NULL THEN format('order %s, which we do not know', charge.order_id)
        ELSE 'no order at all' END) AS detail
    FROM ${ledger(sql, charges.filter(isKept))}
    LEFT JOIN payments.payments p ON p.provider_intent_id = charge.intent_id
    LEFT JOIN orders.orders o ON o.id = charge.order_id
    WHERE p.id IS NULL AND (o.id IS NULL OR o.status = ANY(${ENDED}))`,
};
