import type { Invariant } from '../invariant.ts';

export const erasedCustomers: Invariant = {
  id: 'erased-customers',
  when: 'always',
  promise: 'Of a customer who was erased accounts keeps nothing, and no e-mail in what it has said of them.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM accounts.outbox WHERE type = 'accounts.CustomerErased'`,
  offenders: ({ sql }) => sql`
    SELECT 'customer ' || e.aggregate_id AS subject, e.occurred_at AS since, left_over.detail
    FROM accounts.outbox e, LATERAL (
      SELECT 'is a customer still' AS detail FROM accounts.customers c WHERE c.id::text = e.aggregate_id
      UNION ALL
      SELECT format('%s tells of their e-mail', o.type) FROM accounts.outbox o
      WHERE o.aggregate_id = e.aggregate_id AND o.payload->>'email' <> '') AS left_over
    WHERE e.type = 'accounts.CustomerErased'`,
};
