import type { Sql } from 'postgres';
import { CAPTURED, ENDED, SOLD } from './fragments.ts';

/** The audit looks at all of it, and less often. */
const LOOK_BACK = '2 hours';
const PATIENCE = '2s';
const OPEN = ['RUNNING', 'COMPENSATING', 'WAITING'];

/**
 * Money, by currency, in minor units, that no books of ours explain: captured, not given back nor on its way, and without a live order; or
 * other than what a paid order costs. Of the payments and orders of the last two hours, by their keys, so that it may be asked every few
 * seconds. What a saga is at work on is passed over.
 */
export async function moneyUnaccounted(sql: Sql): Promise<Map<string, number>> {
  const rows = (await sql.begin('READ ONLY', async (tx) => {
    await tx.unsafe(`SET LOCAL statement_timeout = '${PATIENCE}'`);
    return tx<{ currency: string; minor: number }[]>`
      WITH since AS (SELECT rpad(lpad(to_hex((extract(epoch FROM now() - ${LOOK_BACK}::interval) * 1000)::bigint), 12, '0'), 32, '0')::uuid AS id),
      unowned AS (
        SELECT p.currency_code, p.amount_minor - greatest(p.refunded_minor, coalesce(r.units, 0)) AS minor
        FROM payments.payments p LEFT JOIN orders.orders o ON o.id = p.order_id
          LEFT JOIN LATERAL (SELECT sum(amount_minor) AS units FROM payments.refunds r WHERE r.payment_id = p.id AND r.status <> 'FAILED') AS r ON true
        WHERE p.id >= (SELECT id FROM since) AND p.status IN ('CAPTURED', 'PARTIALLY_REFUNDED') AND (o.id IS NULL OR o.status = ANY(${ENDED}))
          AND NOT EXISTS (SELECT FROM checkout.sagas s WHERE s.id = p.attempt_id AND s.state = ANY(${OPEN}))
          AND NOT EXISTS (SELECT FROM orders.sagas s WHERE s.state IN ('RUNNING', 'COMPENSATING', 'WAITING') AND s.input->>'attemptId' = p.attempt_id::text)),
      unpaid AS (
        SELECT o.currency_code, abs(o.total_minor - coalesce(sum(p.amount_minor) FILTER (WHERE p.currency_code = o.currency_code), 0)) AS minor
        FROM orders.orders o LEFT JOIN payments.payments p ON p.order_id = o.id AND p.status = ANY(${CAPTURED}) AND p.status <> 'REFUNDED'
        WHERE o.created_at >= now() - ${LOOK_BACK}::interval AND o.status = ANY(${SOLD}) GROUP BY o.id)
      SELECT currency_code AS currency, sum(minor)::float8 AS minor FROM (SELECT * FROM unowned UNION ALL SELECT * FROM unpaid) AS all_of_it
      WHERE minor > 0 GROUP BY 1`;
  })) as { currency: string; minor: number }[];
  return new Map(rows.map(({ currency, minor }) => [currency, minor]));
}
