import { isSettled } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** What the provider has taken on may be on its way for days; what it was never asked for is money owed and forgotten. */
export const refundsSent: Invariant = {
  id: 'refunds-sent',
  when: 'quiescent',
  promise: 'A refund that is written down is sent to the provider within 30 s.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM payments.refunds`,
  offenders: (given) => given.sql`
    SELECT 'payment ' || r.payment_id AS subject, r.created_at AS since,
      format('refund %s of %s %s was never sent', r.key, r.amount_minor, p.currency_code) AS detail
    FROM payments.refunds r LEFT JOIN payments.payments p ON p.id = r.payment_id
    WHERE r.status = 'PENDING' AND r.provider_refund_id IS NULL AND r.created_at < now() - interval '30 seconds'
      AND ${isSettled(given, 'p.attempt_id')}`,
};
