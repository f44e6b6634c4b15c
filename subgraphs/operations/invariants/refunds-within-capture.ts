import { CAPTURED, ledger } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** A dead payment may have been charged another amount than its own and given all of that back: there the provider counts. */
export const refundsWithinCapture: Invariant = {
  id: 'refunds-within-capture',
  when: 'always',
  promise: 'No more is refunded than was captured.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM payments.refunds`,
  offenders: ({ sql, charges }) => sql`
    SELECT 'payment ' || p.id AS subject, p.updated_at AS since, format('%s refunded of %s %s', greatest(p.refunded_minor, r.units),
      p.amount_minor, p.currency_code) AS detail
    FROM payments.payments p
    LEFT JOIN (SELECT payment_id, sum(amount_minor) AS units FROM payments.refunds WHERE status <> 'FAILED'
      GROUP BY 1) AS r ON r.payment_id = p.id
    WHERE p.status = ANY(${CAPTURED}) AND greatest(p.refunded_minor, r.units) > p.amount_minor
    UNION ALL
    SELECT 'intent ' || intent_id, NULL, format('%s refunded of %s %s at the provider', refunded, captured, currency)
    FROM ${ledger(
      sql,
      charges.filter((charge) => charge.refundedMinor > charge.capturedMinor),
    )}`,
};
