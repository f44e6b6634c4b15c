import type { Sql } from 'postgres';
import { batched } from '../../../kit/batch.ts';
import { violated } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { PlaceInput } from '../contract.ts';
import { TIMELINE } from '../order.ts';

type Answer = Refused | Record<never, never>;

/**
 * Records what was agreed, PENDING until it is paid: all orders of a turn in one statement. Repeatable by order id; the
 * database allows one live order a cart, and an order that was undone before it came is turned away.
 */
export function orderPlacer(sql: Sql): (order: PlaceInput) => Promise<Answer> {
  const place = batched<PlaceInput, Answer>((orders) => insertOrders(sql, orders), { inFlight: 2 });
  return async (order) => {
    try {
      return await place(order);
    } catch (error) {
      if (violated(error) !== 'orders_live_cart') throw error;
      // two owners of one attempt may place it in the same instant: then the cart is being bought, and by us
      const [own] = await sql`SELECT 1 AS one FROM orders WHERE id = ${order.orderId}`;
      return own ? {} : refuse('CART_BUSY', 'This cart is being bought already.', ['cartId']);
    }
  };
}

async function insertOrders(sql: Sql, orders: PlaceInput[]): Promise<Answer[]> {
  const of = <T>(pick: (order: PlaceInput) => T) => orders.map(pick);
  const json = (value: object | null | undefined) => (value ? JSON.stringify(value) : null);
  const lines = orders.flatMap((order) => order.lines.map((line, i) => ({ ...line, orderId: order.orderId, position: i + 1 })));
  const undone = await sql<{ id: string }[]>`
    WITH x AS (
      SELECT * FROM unnest(${of((o) => o.orderId)}::uuid[], ${of((o) => o.attemptId)}::uuid[], ${of((o) => o.cartId)}::uuid[],
        ${of((o) => o.customerId)}::uuid[], ${of((o) => o.email)}::text[], ${of((o) => o.currencyCode)}::text[],
        ${of((o) => o.totals.subtotalMinor)}::bigint[], ${of((o) => o.totals.deliveryMinor)}::bigint[], ${of((o) => o.totals.taxMinor)}::bigint[],
        ${of((o) => o.totals.discountMinor)}::bigint[], ${of((o) => o.totals.totalMinor)}::bigint[], ${of((o) => json(o.shippingAddress))}::text[],
        ${of((o) => json(o.delivery))}::text[], ${of((o) => json(o.taxes))}::text[])
        AS x(id, attempt_id, cart_id, customer_id, email, currency_code, subtotal, delivery, tax, discount, total, address, way, taxes)
    ), buried AS (SELECT x.id FROM x JOIN tombstones t ON t.order_id = x.id), placed AS (
      INSERT INTO orders (id, attempt_id, cart_id, customer_id, status, email, currency_code, subtotal_minor, delivery_minor, tax_minor,
        discount_minor, total_minor, shipping_address, delivery, taxes)
      SELECT id, attempt_id, cart_id, customer_id, 'PENDING', email, currency_code, subtotal, delivery, tax, discount, total, address::jsonb,
        way::jsonb, taxes::jsonb
      FROM x WHERE id NOT IN (SELECT id FROM buried) ON CONFLICT (id) DO NOTHING RETURNING id
    ), listed AS (
      INSERT INTO order_lines (id, order_id, position, variant_id, sku, title, quantity, unit_price_minor, line_total_minor)
      SELECT l.id, l.order_id, position, variant_id, sku, title, quantity, price, quantity * price
      FROM unnest(${lines.map(() => uuidv7())}::uuid[], ${lines.map((line) => line.orderId)}::uuid[], ${lines.map((line) => line.position)}::int[],
        ${lines.map((line) => line.variantId)}::uuid[], ${lines.map((line) => line.sku)}::text[], ${lines.map((line) => line.title)}::text[],
        ${lines.map((line) => line.quantity)}::int[], ${lines.map((line) => line.unitPriceMinor)}::bigint[])
        AS l(id, order_id, position, variant_id, sku, title, quantity, price) JOIN placed ON placed.id = l.order_id
    ), told AS (
      INSERT INTO order_events (order_id, seq, from_status, to_status, type, message)
      SELECT id, 1, NULL, 'PENDING', ${TIMELINE.PENDING.type}::text, ${TIMELINE.PENDING.message}::text FROM placed
    )
    SELECT id FROM buried`;
  const ended = new Set(undone.map((row) => row.id));
  return orders.map((order) => (ended.has(order.orderId) ? refuse('ATTEMPT_ENDED', 'This attempt has ended.') : {}));
}
