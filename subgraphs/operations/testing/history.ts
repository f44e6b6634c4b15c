import type { Sql, TransactionSql } from 'postgres';
import { writeRefund, writeShipment } from './aftermath.ts';
import { DELIVERY, idOf, LINES, type Purchase, SUBTOTAL, TOTAL } from './purchases.ts';

/** Writes purchases into the tables of all contexts, as the contexts would have left them. */
export async function writePurchases(sql: Sql, purchases: Purchase[]): Promise<void> {
  await sql.begin(async (tx) => {
    for (const purchase of purchases) {
      await writeAttempt(tx, purchase);
      await writeReservation(tx, purchase);
      await writeOrder(tx, purchase);
      await writePayment(tx, purchase);
      await writeShipment(tx, purchase);
      await writeRefund(tx, purchase);
    }
    await writeSale(tx);
    await writeLimits(tx);
    await writePeople(tx);
    await writeStock(tx);
    await writeMessages(tx);
  });
}

const ago = (tx: TransactionSql, seconds: number) => tx`now() - ${seconds} * interval '1 second'`;

async function writeAttempt(tx: TransactionSql, { n, saga, ageSeconds, bankAnsweredSeconds, cart, cancellation }: Purchase): Promise<void> {
  const [id, cartId, begun] = [idOf('attempt', n), idOf('cart', n), ago(tx, ageSeconds)];
  const log =
    bankAnsweredSeconds === undefined
      ? []
      : [
          { step: 'authorize payment', kind: 'waiting' },
          { step: 'authorize payment', kind: 'done' },
        ];
  await tx`INSERT INTO checkout.attempts (id, scope, key, fingerprint, created_at)
    VALUES (${id}, 'guest:checkout', ${`key-${n}`}, '', ${begun})`;
  await tx`
    INSERT INTO checkout.sagas (id, name, state, input, ids, log, lease_until, deadline, created_at, updated_at)
    VALUES (${id}, 'PlaceOrder', ${saga}, ${tx.json({ cartId })},
      ${tx.json({ orderId: idOf('order', n), paymentId: idOf('payment', n) })}, ${tx.json(log)},
      now() + interval '5 seconds', ${begun} + interval '15 minutes', ${begun}, ${begun})`;
  await tx`
    INSERT INTO cart.carts (id, currency_code, state, frozen_by, created_at, updated_at)
    VALUES (${cartId}, 'EUR', ${cart}, ${cart === 'OPEN' ? null : id}, ${begun}, ${begun})`;
  if (!cancellation) return;
  const asked = ago(tx, cancellation.ageSeconds);
  await tx`
    INSERT INTO orders.sagas (id, name, state, input, ids, lease_until, deadline, created_at, updated_at)
    VALUES (${idOf('cancellation', n)}, 'CancelOrder', ${cancellation.state},
      ${tx.json({ orderId: idOf('order', n), attemptId: id, reason: null })}, '{}',
      now() + interval '5 seconds', now() + interval '1 day', ${asked}, ${asked})`;
}

/** Some of the attempts bought in a flash sale; two of them for one customer, who is at their limit. */
async function writeSale(tx: TransactionSql): Promise<void> {
  const sale = idOf('sale', 1);
  await tx`
    INSERT INTO checkout.sales (id, slug, name, opens_at, ends_at, admissions_per_second, max_per_customer, shuffle_seed, shuffle_commitment)
    VALUES (${sale}, 'drop', 'Drop', now() - interval '2 hours', now() + interval '1 hour', 10, 4, '', '')`;
  await tx`
    INSERT INTO checkout.sale_customers (sale_id, customer_key, bought, allowed)
    VALUES (${sale}, 'ada', 4, 4), (${sale}, 'grace', 0, 4), (${sale}, 'mary', 0, NULL)`;
  const purchases = [
    { n: 2, customer: 'ada', state: 'TAKEN', ticket: 'USED' },
    { n: 11, customer: 'ada', state: 'TAKEN', ticket: 'USED' },
    { n: 3, customer: 'grace', state: 'RETURNED', ticket: 'USED' },
    { n: 10, customer: 'mary', state: 'GIVEN_BACK', ticket: 'ADMITTED' },
  ];
  for (const { n, customer, state, ticket } of purchases) {
    await tx`
      INSERT INTO checkout.tickets (id, sale_id, visitor_id, status, early, lot, place, expires_at, used_by)
      VALUES (${idOf('ticket', n)}, ${sale}, ${`visitor ${n}`}, ${ticket}, true, '', ${n}, now() + interval '1 minute',
        ${ticket === 'USED' ? idOf('attempt', n) : null})`;
    await tx`
      INSERT INTO checkout.sale_purchases (attempt_id, state, sale_id, ticket_id, customer_key, order_id, units)
      VALUES (${idOf('attempt', n)}, ${state}, ${sale}, ${idOf('ticket', n)}, ${customer}, ${idOf('order', n)}, 2)`;
  }
}

/** Some of the attempts bought what is limited; one was undone, one was cancelled since. */
async function writeLimits(tx: TransactionSql): Promise<void> {
  const [{ variantId }] = LINES as [(typeof LINES)[number]];
  await tx`INSERT INTO checkout.purchase_limits (variant_id, max_per_customer) VALUES (${variantId}, 4)`;
  await tx`
    INSERT INTO checkout.limit_customers (variant_id, customer_key, bought, allowed)
    VALUES (${variantId}, 'ada', 4, 4), (${variantId}, 'grace', 0, 4)`;
  for (const { n, customer, state } of [
    { n: 1, customer: 'ada', state: 'TAKEN' },
    { n: 9, customer: 'ada', state: 'TAKEN' },
    { n: 3, customer: 'grace', state: 'RETURNED' },
    { n: 4, customer: 'grace', state: 'GIVEN_BACK' },
  ]) {
    await tx`
      INSERT INTO checkout.limit_purchases (attempt_id, state, customer_key, order_id)
      VALUES (${idOf('attempt', n)}, ${state}, ${customer}, ${idOf('order', n)})`;
    await tx`INSERT INTO checkout.limit_units (attempt_id, variant_id, units) VALUES (${idOf('attempt', n)}, ${variantId}, 2)`;
  }
}

/** One who is signed in and has refreshed twice, and one who was erased. */
async function writePeople(tx: TransactionSql): Promise<void> {
  const [here, gone, session] = [idOf('customer', 1), idOf('customer', 2), idOf('session', 1)];
  await tx`INSERT INTO accounts.customers (id, email, email_key) VALUES (${here}, 'a@example.com', 'a@example.com')`;
  await tx`INSERT INTO accounts.sessions (id, customer_id, expires_at) VALUES (${session}, ${here}, now() + interval '1 day')`;
  for (const seq of [1, 2, 3])
    await tx`
      INSERT INTO accounts.refresh_tokens (hash, session_id, seq, expires_at, used_at)
      VALUES (${`hash ${seq}`}, ${session}, ${seq}, now() + interval '1 day', ${seq < 3 ? tx`now()` : null})`;
  for (const [customerId, type, email] of [
    [here, 'CustomerRegistered', 'a@example.com'],
    [gone, 'CustomerRegistered', ''],
    [gone, 'CustomerErased', null],
  ] as const)
    await tx`
      INSERT INTO accounts.outbox (event_id, type, aggregate_id, version, payload, published_at)
      VALUES (gen_random_uuid(), ${`accounts.${type}`}, ${customerId}, 1, ${tx.json(email === null ? { customerId } : { customerId, email })}, now())`;
}

async function writeReservation(tx: TransactionSql, { n, reservation, ageSeconds, order }: Purchase): Promise<void> {
  const [id, begun] = [idOf('reservation', n), ago(tx, ageSeconds)];
  const reserved = order.length > 0;
  await tx`
    INSERT INTO inventory.reservations (id, status, attempt_id, of_checkout, expires_at, created_at)
    VALUES (${id}, ${reservation}, ${reserved ? idOf('attempt', n) : null}, 0, ${begun} + interval '15 minutes', ${begun})`;
  if (!reserved) return;
  for (const { variantId, quantity } of LINES) {
    await tx`INSERT INTO inventory.reservation_lines (reservation_id, variant_id, shard, quantity)
      VALUES (${id}, ${variantId}, ${n % 2}, ${quantity})`;
  }
}

async function writeOrder(tx: TransactionSql, { n, order, ageSeconds }: Purchase): Promise<void> {
  const status = order.at(-1);
  if (!status) return;
  const [id, begun] = [idOf('order', n), ago(tx, ageSeconds)];
  await tx`
    INSERT INTO orders.orders (id, attempt_id, cart_id, number, status, email, currency_code, subtotal_minor, delivery_minor, tax_minor,
      discount_minor,
      total_minor, shipping_address, version, created_at, updated_at)
    VALUES (${id}, ${idOf('attempt', n)}, ${idOf('cart', n)}, ${order.includes('PAID') ? `H${n}` : null}, ${status}, 'a@example.com',
      'EUR', ${SUBTOTAL}, ${DELIVERY}, 0, 0,
      ${TOTAL}, '{}', ${order.length}, ${begun}, ${begun})`;
  for (const [i, { variantId, quantity, priceMinor }] of LINES.entries()) {
    await tx`
      INSERT INTO orders.order_lines (id, order_id, position, variant_id, sku, title, quantity, unit_price_minor, line_total_minor)
      VALUES (${idOf('line', 10 * n + i)}, ${id}, ${i + 1}, ${variantId}, 'SKU', 'Title', ${quantity}, ${priceMinor},
        ${quantity * priceMinor})`;
  }
  for (const [i, to] of order.entries()) {
    await tx`
      INSERT INTO orders.order_events (order_id, seq, from_status, to_status, type, message, at)
      VALUES (${id}, ${i + 1}, ${order[i - 1] ?? null}, ${to}, 'step', '', ${begun})`;
  }
}

/** A purchase that never came to pay has left a payment's tombstone. */
async function writePayment(
  tx: TransactionSql,
  { n, payment, ageSeconds, refundedMinor = 0, bankAnsweredSeconds }: Purchase,
): Promise<void> {
  const path = payment.length > 0 ? payment : ['VOIDED'];
  const opened = payment.length > 0;
  const [id, moved] = [idOf('payment', n), ago(tx, bankAnsweredSeconds ?? ageSeconds)];
  await tx`
    INSERT INTO payments.payments (id, order_id, attempt_id, status, amount_minor, currency_code, payment_method_id, provider_intent_id,
      refunded_minor, version, created_at, updated_at)
    VALUES (${id}, ${opened ? idOf('order', n) : null}, ${opened ? idOf('attempt', n) : null}, ${path.at(-1)!}, ${opened ? TOTAL : 0},
      ${opened ? 'EUR' : 'XXX'}, '',
      ${opened ? `pi_${n}` : null}, ${refundedMinor}, ${path.length}, ${ago(tx, ageSeconds)}, ${moved})`;
  for (const [i, to] of path.entries()) {
    await tx`
      INSERT INTO payments.payment_transitions (payment_id, seq, from_status, to_status, at, cause)
        VALUES (${id}, ${i + 1}, ${path[i - 1] ?? null}, ${to}, ${moved}, 'test')`;
  }
  if (refundedMinor === 0) return;
  await tx`INSERT INTO payments.refunds (id, payment_id, key, amount_minor, status)
    VALUES (${idOf('other', n)}, ${id}, ${keyOf(n)}, ${refundedMinor}, 'SUCCEEDED')`;
}

const keyOf = (n: number) => `refund_${idOf('order', n)}_${idOf('refund', n)}`;

/** Fifty units a shard came in; where they are now follows from the reservations. One hold is of a checkout that goes on. */
async function writeStock(tx: TransactionSql): Promise<void> {
  await tx`INSERT INTO inventory.reservations (id, status, of_checkout, expires_at)
    VALUES (${idOf('reservation', 99)}, 'HELD', 1, now() + interval '10 minutes')`;
  await tx`INSERT INTO inventory.reservation_lines (reservation_id, variant_id, quantity)
    VALUES (${idOf('reservation', 99)}, ${idOf('variant', 1)}, 3)`;
  for (const [i, { variantId }] of LINES.entries()) {
    await tx`INSERT INTO inventory.movements (id, variant_id, delta, reason, key)
      VALUES (${idOf('movement', i)}, ${variantId}, 100, 'RECEIVED', ${`in-${i}`})`;
  }
  await tx`
    INSERT INTO inventory.stock (variant_id, shard, available, reserved, sold)
    SELECT variant_id, shard, 50 - coalesce(held, 0) - coalesce(sold, 0), coalesce(held, 0), coalesce(sold, 0)
    FROM unnest(${LINES.map((line) => line.variantId)}::uuid[]) AS v(variant_id) CROSS JOIN generate_series(0, 1) AS s(shard)
    LEFT JOIN (SELECT variant_id, shard, sum(quantity) FILTER (WHERE status = 'HELD') AS held,
      sum(quantity) FILTER (WHERE status = 'COMMITTED') AS sold
      FROM inventory.reservation_lines l JOIN inventory.reservations r ON r.id = l.reservation_id
        GROUP BY 1, 2) AS taken USING (variant_id, shard)`;
  await tx`
    WITH returned AS (
      INSERT INTO inventory.movements (id, variant_id, delta, reason, key)
      SELECT r.id, l.variant_id, x.quantity, 'RETURNED', 'returned_' || r.id || '_' || l.variant_id
      FROM orders.refund_lines x JOIN orders.refunds r ON r.id = x.refund_id JOIN orders.order_lines l ON l.id = x.order_line_id
      RETURNING variant_id, delta)
    UPDATE inventory.stock s SET available = s.available + x.delta FROM returned x WHERE s.variant_id = x.variant_id AND s.shard = 0`;
}

/** Told long ago, and not told yet but young; the same for what the provider has told us. An attempt that was rejected at once. */
async function writeMessages(tx: TransactionSql): Promise<void> {
  await tx`
    INSERT INTO orders.outbox (event_id, type, aggregate_id, version, payload, occurred_at, published_at)
    VALUES (gen_random_uuid(), 'orders.OrderPlaced', '1', 2, '{}', now() - interval '1 hour', now() - interval '1 hour'),
      (gen_random_uuid(), 'orders.OrderPlaced', '2', 2, '{}', now() - interval '2 seconds', NULL)`;
  await tx`
    INSERT INTO payments.webhook_events (event_id, type, payload, received_at, processed_at, quarantined)
    VALUES ('evt_1', 'charge.captured', '', now() - interval '1 hour', now() - interval '1 hour', NULL),
      ('evt_2', 'charge.captured', '', now() - interval '1 hour', NULL, 'UNKNOWN_ORDER'),
        ('evt_3', 'charge.captured', '', now() - interval '2 seconds', NULL, NULL)`;
  await tx`
    INSERT INTO notifications.mails (id, kind, event_id, payload, status, due_at, sent_at)
    VALUES (gen_random_uuid(), 'ORDER_PLACED', gen_random_uuid(), '{}', 'SENT', now() - interval '1 hour', now() - interval '1 hour'),
      (gen_random_uuid(), 'ORDER_PLACED', gen_random_uuid(), '{}', 'PENDING', now() - interval '2 seconds', NULL),
      (gen_random_uuid(), 'ORDER_PLACED', gen_random_uuid(), '{}', 'DROPPED', now() - interval '1 hour', NULL)`;
  const told = tx`orders.outbox WHERE published_at IS NOT NULL`;
  await tx`
    INSERT INTO webhooks.subscriptions (id, url, events, secret, updated_at)
    VALUES (${idOf('other', 201)}, 'https://erp.example.com', '{order.placed}', '', now() - interval '2 hours'),
      (${idOf('other', 202)}, 'https://crm.example.com', '{order.placed}', '', now() - interval '30 minutes')`;
  await tx`
    INSERT INTO webhooks.deliveries (id, subscription_id, message_id, event_id, event, subject_id, data, occurred_at, status, attempts, due_at)
    SELECT gen_random_uuid(), ${idOf('other', 201)}::uuid, 'msg_1', event_id, 'order.placed', aggregate_id, '{}'::jsonb, occurred_at, 'DELIVERED', 1, occurred_at
    FROM ${told}
    UNION ALL SELECT gen_random_uuid(), ${idOf('other', 201)}::uuid, 'msg_2', gen_random_uuid(), 'order.placed', '2', '{}', now(), 'PENDING', 0, now()`;
  await tx`INSERT INTO checkout.attempts (id, scope, key, fingerprint, refusals)
    VALUES (${idOf('attempt', 99)}, 'guest:checkout', 'key-99', '', '[]')`;
}
