import type { Sql } from 'postgres';
import { batched } from '../../../kit/batch.ts';
import type { Refused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { next, TIMELINE } from '../order.ts';
import { orderColumns, type OrderRow } from './order-rows.ts';
import { cancelledMeanwhile } from './still-wanted.ts';

type Answer = Refused | { number: string };

/**
 * The promise: from here on the order stands. All orders of a turn are paid in one statement, which gives each its
 * number, writes its history, and puts OrderPlaced (contract.ts) into the outbox. What it could not move is looked at.
 */
export const orderConfirmer = (sql: Sql) =>
  batched<{ orderId: string }, Answer>(
    async (inputs, traces) => {
      const ids = [...new Set(inputs.map((input) => input.orderId))];
      const paid = new Map(
        (await pay(sql, ids, new Map(inputs.map(({ orderId }, i) => [orderId, traces[i] ?? null])))).map((row) => [row.id, row.number]),
      );
      const others = new Map(
        (
          await ordersOf(
            sql,
            ids.filter((id) => !paid.has(id)),
          )
        ).map((order) => [order.id, order]),
      );
      return inputs.map(({ orderId }) => {
        const number = paid.get(orderId);
        return number ? { number } : standing(orderId, others.get(orderId));
      });
    },
    { inFlight: 2 },
  );

/** Each is told of in the trace that it was confirmed in. */
const pay = (sql: Sql, ids: string[], traces: Map<string, string | null>) => sql<{ id: string; number: string }[]>`
  WITH paid AS (
    UPDATE orders SET status = 'PAID', number = 'H' || nextval('order_numbers'), version = version + 1, updated_at = now()
    WHERE id = ANY(${ids}::uuid[]) AND status = 'PENDING' AND NOT cancel_requested
    RETURNING id, number, version, customer_id, total_minor, currency_code
  ), told AS (
    INSERT INTO order_events (order_id, seq, from_status, to_status, type, message)
    SELECT id, version, 'PENDING', 'PAID', ${TIMELINE.PAID.type}::text, ${TIMELINE.PAID.message}::text FROM paid
  ), said AS (
    INSERT INTO outbox (event_id, type, aggregate_id, version, trace, payload)
    SELECT x.event_id, 'orders.OrderPlaced', paid.id, paid.version, x.trace, jsonb_build_object(
      'orderId', paid.id, 'userId', paid.customer_id, 'totalMinor', paid.total_minor, 'currencyCode', paid.currency_code,
      'items', (SELECT jsonb_agg(jsonb_build_object('variantId', l.variant_id, 'sku', l.sku, 'qty', l.quantity, 'unitPriceMinor', l.unit_price_minor,
        'orderLineId', l.id, 'title', l.title) ORDER BY l.position) FROM order_lines l WHERE l.order_id = paid.id))
    FROM paid JOIN unnest(${ids}::uuid[], ${ids.map(() => uuidv7())}::uuid[], ${ids.map((id) => traces.get(id) ?? null)}::text[])
      AS x(id, event_id, trace) USING (id)
  )
  SELECT id, number FROM paid`;

const ordersOf = async (sql: Sql, ids: string[]): Promise<OrderRow[]> =>
  ids.length === 0 ? [] : sql<OrderRow[]>`SELECT ${orderColumns(sql)} FROM orders WHERE id = ANY(${ids}::uuid[])`;

/** Confirmed before, or cancelled meanwhile; that there is no such order is a bug of who asks. */
function standing(orderId: string, order: OrderRow | undefined): Answer {
  if (!order) throw new Error(`order ${orderId} is not there to be confirmed`);
  return next(order.status, 'confirm') === 'same' ? { number: order.number! } : cancelledMeanwhile();
}
