import { ledger } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const singleCharge: Invariant = {
  id: 'single-charge',
  promise: 'The provider keeps at most one charge for an order.',
  needsProvider: true,
  count: (given) => given.sql`SELECT count(*) AS rows FROM ${ledger(given)}`,
  offenders: (given) => given.sql`
    SELECT 'order ' || order_id AS subject, NULL::timestamptz AS since, format('%s charges kept: %s', count(*), string_agg(intent_id, ', ' ORDER BY intent_id)) AS detail
    FROM ${ledger(given)} WHERE captured > refunded AND order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1`,
};
