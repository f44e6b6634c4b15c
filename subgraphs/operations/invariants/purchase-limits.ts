import type { Invariant } from '../invariant.ts';

export const purchaseLimits: Invariant = {
  id: 'purchase-limits',
  when: 'always',
  promise: 'What a customer has of a limited variant is the sum of what their attempts have taken, and within the limit.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM checkout.limit_customers) + (SELECT count(*) FROM checkout.limit_units) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT format('customer %s of variant %s', left(customer_key, 12), variant_id) AS subject, taken.since,
      format('%s are counted, %s are taken, %s are allowed', coalesce(bought, 0), coalesce(units, 0), coalesce(allowed::text, 'any number')) AS detail
    FROM checkout.limit_customers FULL JOIN (
      SELECT variant_id, customer_key, sum(units) AS units, max(at) AS since
      FROM checkout.limit_purchases JOIN checkout.limit_units USING (attempt_id) WHERE state = 'TAKEN'
      GROUP BY variant_id, customer_key) AS taken USING (variant_id, customer_key)
    WHERE coalesce(bought, 0) <> coalesce(units, 0) OR bought > allowed`,
};
