import { CAPTURED, isSettled, ledger } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/**
 * A payment that never counted as captured may have been charged and given back; nothing of it may be kept. Passed over is
 * what may have moved since the provider was asked, and what a young webhook is about to tell.
 */
export const providerBooks: Invariant = {
  id: 'provider-books',
  when: 'quiescent',
  promise: 'The provider and our payments agree, charge by charge, on what was captured and what was refunded.',
  needsProvider: true,
  count: (given) => given.sql`SELECT count(*) AS rows FROM payments.payments WHERE provider_intent_id IS NOT NULL`,
  offenders: (given) => given.sql`
    SELECT 'payment ' || p.id AS subject, p.updated_at AS since, CASE
      WHEN charge.intent_id IS NULL THEN format('%s here, but the provider has charged nothing under %s', p.status,
        coalesce(p.provider_intent_id, 'any intent'))
      ELSE format('%s of %s %s with %s refunded here; at the provider %s %s captured and %s refunded (%s)', p.status, p.amount_minor,
        p.currency_code, p.refunded_minor, charge.captured, charge.currency, charge.refunded, charge.intent_id) END AS detail
    FROM payments.payments p LEFT JOIN ${ledger(given.sql, given.charges)} ON charge.intent_id = p.provider_intent_id
    WHERE CASE WHEN p.status = ANY(${CAPTURED})
        THEN (charge.captured, charge.refunded, charge.currency) IS DISTINCT FROM (p.amount_minor, p.refunded_minor, p.currency_code)
        ELSE charge.captured > charge.refunded END
      AND p.updated_at < ${given.chargesAt} AND ${isSettled(given, 'p.attempt_id')}
      AND NOT EXISTS (SELECT FROM payments.webhook_events w WHERE w.intent_id = p.provider_intent_id
        AND w.processed_at IS NULL AND w.quarantined IS NULL AND w.received_at > now() - interval '30 seconds')`,
};
