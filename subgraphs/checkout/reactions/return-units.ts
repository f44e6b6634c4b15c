import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { giveBackUnits } from '../limits/count-purchase.ts';

/**
 * Paid orders were cancelled, or all their money was given back: their units count no longer against their customers' limits.
 * A ticket was good for one order, and stays used.
 */
export async function returnUnits(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const orderIds = (events as EventEnvelope<{ orderId: string; isComplete?: boolean }>[])
    .filter(({ payload }) => payload.isComplete !== false)
    .map(({ payload }) => payload.orderId)
    .sort();
  await tx`SELECT FROM sale_purchases WHERE order_id = ANY(${orderIds}::uuid[]) ORDER BY attempt_id FOR UPDATE`;
  await tx`
    WITH returned AS (
      UPDATE sale_purchases SET state = 'RETURNED' WHERE order_id = ANY(${orderIds}::uuid[]) AND state = 'TAKEN'
      RETURNING sale_id, customer_key, units),
    customers AS (SELECT sale_id, customer_key, sum(units)::int AS units FROM returned GROUP BY 1, 2)
    UPDATE sale_customers c SET bought = c.bought - x.units FROM customers x
    WHERE c.sale_id = x.sale_id AND c.customer_key = x.customer_key`;
  const limited = await tx<{ id: string }[]>`
    UPDATE limit_purchases SET state = 'RETURNED' WHERE order_id = ANY(${orderIds}::uuid[]) AND state = 'TAKEN' RETURNING attempt_id AS id`;
  await giveBackUnits(
    tx,
    limited.map((row) => row.id),
  );
}
