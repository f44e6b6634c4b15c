import type { Invariant } from '../invariant.ts';

export const webhooksApplied: Invariant = {
  id: 'webhooks-applied',
  when: 'quiescent',
  promise: 'What the provider has told us is applied within 30 s, or put aside with a reason.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM payments.webhook_events`,
  offenders: ({ sql }) => sql`
    SELECT 'webhook ' || event_id AS subject, received_at AS since, format('%s not applied after %s tries', type, attempts) AS detail
    FROM payments.webhook_events WHERE processed_at IS NULL AND quarantined IS NULL AND received_at < now() - interval '30 seconds'`,
};
