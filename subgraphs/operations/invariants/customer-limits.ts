import type { Invariant } from '../invariant.ts';

export const customerLimits: Invariant = {
  id: 'customer-limits',
  when: 'always',
  promise: 'What a customer has bought in a sale is the sum of what their attempts have taken, and within the limit.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM checkout.sale_customers) + (SELECT count(*) FROM checkout.sale_purchases) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT format('customer %s of sale %s', left(customer_key, 12), sale_id) AS subject, taken.since,
      format('%s are counted, %s are taken, %s are allowed', coalesce(bought, 0), coalesce(units, 0), coalesce(allowed::text, 'any number')) AS detail
    FROM checkout.sale_customers FULL JOIN (
      SELECT sale_id, customer_key, sum(units) AS units, max(at) AS since FROM checkout.sale_purchases WHERE state = 'TAKEN'
      GROUP BY sale_id, customer_key) AS taken USING (sale_id, customer_key)
    WHERE coalesce(bought, 0) <> coalesce(units, 0) OR bought > allowed`,
};
