import type { Queryable } from './ledger.ts';

/** What the ledger says of one order: amounts in minor units, `charges` counts those that took money. */
export interface OrderTotals {
  order_id: string | null;
  currency: string;
  payment_intents: number;
  charges: number;
  authorized: number;
  captured: number;
  refunded: number;
}

/** Totals per `metadata.order_id`, for one order or all of them: what a checker compares the shop's books with. */
export async function orderTotals(sql: Queryable, orderId: string | undefined): Promise<OrderTotals[]> {
  const rows = await sql<OrderTotals[]>`
    SELECT i.order_id, i.doc->>'currency' AS currency, count(DISTINCT i.id)::int AS payment_intents,
      count(*) FILTER (WHERE c.amount_captured > 0)::int AS charges,
      coalesce(sum((i.doc->>'amount_capturable')::bigint) FILTER (WHERE c.id = i.latest_charge), 0)::float8 AS authorized,
      coalesce(sum(c.amount_captured), 0)::float8 AS captured,
      coalesce(sum(c.amount_refunded), 0)::float8 AS refunded
    FROM payment_intents i LEFT JOIN charges c ON c.payment_intent = i.id
    WHERE ${orderId === undefined ? sql`true` : sql`i.order_id = ${orderId}`}
    GROUP BY i.order_id, i.doc->>'currency' ORDER BY i.order_id`;
  return [...rows];
}

/** All that was taken and not given back, per currency, as Stripe's balance shows it. */
export async function balance(sql: Queryable): Promise<object> {
  const rows = await sql<{ currency: string; amount: number }[]>`
    SELECT doc->>'currency' AS currency, sum(amount_captured - amount_refunded)::float8 AS amount
    FROM charges GROUP BY 1 ORDER BY 1`;
  const available = rows.map(({ currency, amount }) => ({ amount, currency, source_types: { card: amount } }));
  return { object: 'balance', available, livemode: false, pending: [] };
}
