import type { Sql } from 'postgres';
import { transaction, violated } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { PlaceInput } from '../contract.ts';
import { TIMELINE } from '../order.ts';

/** Records what was agreed, PENDING until it is paid. Repeatable by order id; the database allows one live order a cart. */
export async function placeOrder(sql: Sql, order: PlaceInput): Promise<Refused | Record<never, never>> {
  try {
    return await insertOrder(sql, order);
  } catch (error) {
    if (violated(error) === 'orders_live_cart') return refuse('CART_BUSY', 'This cart is being bought already.', ['cartId']);
    throw error;
  }
}

const insertOrder = (sql: Sql, order: PlaceInput): Promise<Refused | Record<never, never>> =>
  transaction(sql, async (tx) => {
    const [undone] = await tx`SELECT 1 AS one FROM tombstones WHERE order_id = ${order.orderId}`;
    if (undone) return refuse('ATTEMPT_ENDED', 'This attempt has ended.');
    const { totals, lines } = order;
    const [placed] = await tx`
      INSERT INTO orders (id, attempt_id, cart_id, customer_id, status, email, currency_code, subtotal_minor, delivery_minor, tax_minor,
        discount_minor, total_minor, shipping_address)
      VALUES (${order.orderId}, ${order.attemptId}, ${order.cartId}, ${order.customerId}, 'PENDING', ${order.email}, ${order.currencyCode},
        ${totals.subtotalMinor}, ${totals.deliveryMinor}, ${totals.taxMinor}, ${totals.discountMinor}, ${totals.totalMinor}, ${tx.json(order.shippingAddress)})
      ON CONFLICT (id) DO NOTHING RETURNING 1`;
    if (!placed) return {};
    await Promise.all([
      tx`
        INSERT INTO order_lines (id, order_id, position, variant_id, sku, title, quantity, unit_price_minor, line_total_minor)
        SELECT id, ${order.orderId}, position, variant_id, sku, title, quantity, price, quantity * price
        FROM unnest(${lines.map(() => uuidv7())}::uuid[], ${lines.map((_, i) => i + 1)}::int[], ${lines.map((line) => line.variantId)}::uuid[],
          ${lines.map((line) => line.sku)}::text[], ${lines.map((line) => line.title)}::text[], ${lines.map((line) => line.quantity)}::int[],
          ${lines.map((line) => line.unitPriceMinor)}::bigint[]) AS x(id, position, variant_id, sku, title, quantity, price)`,
      tx`
        INSERT INTO order_events (order_id, seq, from_status, to_status, type, message)
        VALUES (${order.orderId}, 1, NULL, 'PENDING', ${TIMELINE.PENDING.type}, ${TIMELINE.PENDING.message})`,
    ]);
    return {};
  });
