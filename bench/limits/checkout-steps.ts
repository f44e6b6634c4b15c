import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { uuidv7 } from '../../kit/uuid.ts';

/** One pool a context, as in the shop. */
export type Pools = { catalog: Sql; inventory: Sql; orders: Sql; payments: Sql; checkout: Sql };
type Ids = { attemptId: string; orderId: string; reservationId: string; paymentId: string };

const DELIVERY = 490;
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

/** The steps of PlaceOrder with the log's entry before each, as the saga writes them; it logs what it does, and decides nothing. */
export async function buy(pools: Pools, variantId: string): Promise<void> {
  const ids = { attemptId: uuidv7(), orderId: uuidv7(), reservationId: uuidv7(), paymentId: uuidv7() };
  await openAttempt(pools.checkout, ids, variantId);
  const log = (done: string | null, started: string | null) => logEntry(pools.checkout, ids, done, started);
  await log(null, 'freeze cart');
  const offer = await offerOf(pools.catalog, variantId);
  await log('freeze cart', 'place order');
  await placeOrder(pools.orders, ids, variantId, offer);
  await log('place order', 'reserve stock');
  await reserveStock(pools.inventory, ids, variantId);
  await log('reserve stock', 'authorize payment');
  await openPayment(pools.payments, ids, offer.priceMinor + DELIVERY);
  await storeIntent(pools.payments, ids);
  await movePayment(pools.payments, ids, 1, 'INITIATED', 'AUTHORIZED');
  await log('authorize payment', 'capture payment');
  await movePayment(pools.payments, ids, 2, 'AUTHORIZED', 'CAPTURED');
  await log('capture payment', 'confirm order');
  await confirmOrder(pools.orders, ids, variantId, offer);
  await log('confirm order', 'commit stock');
  await commitStock(pools.inventory, ids, variantId);
  await log('commit stock', 'close cart');
  await log('close cart', null);
}

type Offer = { sku: string; title: string; priceMinor: number };

async function offerOf(sql: Sql, variantId: string): Promise<Offer> {
  const [offer] = await sql<Offer[]>`
    SELECT v.sku, p.title, v.price_minor::int AS "priceMinor" FROM variants v JOIN products p ON p.id = v.product_id
    WHERE v.id = ${variantId} AND NOT v.retired AND p.status = 'ACTIVE'`;
  return offer!;
}

function openAttempt(sql: Sql, { attemptId, ...ids }: Ids, variantId: string) {
  const input = {
    cartId: null,
    lines: [{ variantId, quantity: 1 }],
    email: 'ada@example.com',
    shippingAddress: ADDRESS,
    paymentMethodId: 'pm_card_visa',
  };
  return sql`
    WITH attempt AS (
      INSERT INTO attempts (id, scope, key, fingerprint) VALUES (${attemptId}, 'guest:checkout', ${randomUUID()}, ${attemptId.repeat(2)}) RETURNING id)
    INSERT INTO sagas (id, name, state, input, ids, lease_until, deadline)
    SELECT id, 'PlaceOrder', 'RUNNING', ${sql.json(input)}, ${sql.json(ids)}, now() + interval '5 seconds', now() + interval '15 minutes' FROM attempt`;
}

function logEntry(sql: Sql, { attemptId }: Ids, done: string | null, started: string | null) {
  const entries = [...(done ? [{ step: done, kind: 'done', answer: {} }] : []), ...(started ? [{ step: started, kind: 'started' }] : [])];
  return sql`
    UPDATE sagas SET log = log || ${sql.json(entries)}, state = ${started ? 'RUNNING' : 'DONE'}, updated_at = now(), lease_until = now() + interval '5 seconds'
    WHERE id = ${attemptId} AND epoch = 1`;
}

const placeOrder = (sql: Sql, { attemptId, orderId }: Ids, variantId: string, { sku, title, priceMinor }: Offer) =>
  sql.begin((tx) =>
    Promise.all([
      tx`
        INSERT INTO orders (id, attempt_id, status, email, currency_code, subtotal_minor, delivery_minor, tax_minor, discount_minor, total_minor, shipping_address)
        VALUES (${orderId}, ${attemptId}, 'PENDING', 'ada@example.com', 'EUR', ${priceMinor}, ${DELIVERY}, 0, 0, ${priceMinor + DELIVERY}, ${tx.json(ADDRESS)})`,
      tx`
        INSERT INTO order_lines (id, order_id, position, variant_id, sku, title, quantity, unit_price_minor, line_total_minor)
        VALUES (${uuidv7()}, ${orderId}, 1, ${variantId}, ${sku}, ${title}, 1, ${priceMinor}, ${priceMinor})`,
      tx`INSERT INTO order_events (order_id, seq, to_status, type, message) VALUES (${orderId}, 1, 'PENDING', 'PLACED', 'The order was placed.')`,
    ]),
  );

const reserveStock = (sql: Sql, { attemptId, reservationId }: Ids, variantId: string) =>
  sql.begin(async (tx) => {
    const { count } = await tx`
      UPDATE stock SET available = available - 1, reserved = reserved + 1, version = version + 1 WHERE variant_id = ${variantId} AND available >= 1`;
    if (count !== 1) throw new Error('sold out');
    await Promise.all([
      tx`INSERT INTO reservations (id, status, attempt_id, of_checkout, expires_at) VALUES (${reservationId}, 'HELD', ${attemptId}, 0, now() + interval '15 minutes')`,
      tx`INSERT INTO reservation_lines (reservation_id, variant_id, quantity) VALUES (${reservationId}, ${variantId}, 1)`,
    ]);
  });

const openPayment = (sql: Sql, { attemptId, orderId, paymentId }: Ids, amount: number) => sql`
  WITH opened AS (
    INSERT INTO payments (id, order_id, attempt_id, status, amount_minor, currency_code, payment_method_id, provider_key, create_request)
    VALUES (${paymentId}, ${orderId}, ${attemptId}, 'INITIATED', ${amount}, 'EUR', 'pm_card_visa', ${`pay_${orderId}`}, ${`amount=${amount}&metadata=${orderId}`})
    RETURNING id)
  INSERT INTO payment_transitions (payment_id, seq, to_status, cause) SELECT id, 1, 'INITIATED', 'authorize' FROM opened`;

const storeIntent = (sql: Sql, { paymentId }: Ids) => sql`
  UPDATE payments SET provider_intent_id = ${`pi_${paymentId}`}, client_secret = ${`pi_${paymentId}_secret`}, intent_open = true, updated_at = now()
  WHERE id = ${paymentId} AND status = 'INITIATED'`;

const movePayment = (sql: Sql, { paymentId }: Ids, version: number, from: string, to: string) => sql`
  WITH moved AS (
    UPDATE payments SET status = ${to}, version = version + 1, updated_at = now(), intent_open = ${to !== 'CAPTURED'}
    WHERE id = ${paymentId} AND version = ${version} RETURNING id)
  INSERT INTO payment_transitions (payment_id, seq, from_status, to_status, cause) SELECT id, ${version + 1}, ${from}, ${to}, 'authorize' FROM moved`;

const confirmOrder = (sql: Sql, { orderId }: Ids, variantId: string, { sku, priceMinor }: Offer) =>
  sql.begin((tx) =>
    Promise.all([
      tx`UPDATE orders SET number = 'H' || nextval('order_numbers'), status = 'PAID', version = version + 1, updated_at = now() WHERE id = ${orderId} AND status = 'PENDING'`,
      tx`INSERT INTO order_events (order_id, seq, from_status, to_status, type, message) VALUES (${orderId}, 2, 'PENDING', 'PAID', 'PAID', 'The order was paid.')`,
      tx`
        INSERT INTO outbox (event_id, type, aggregate_id, version, payload) VALUES (${uuidv7()}, 'orders.OrderPlaced', ${orderId}, 2,
          ${tx.json({ orderId, userId: null, items: [{ variantId, sku, qty: 1, unitPriceMinor: priceMinor }], totalMinor: priceMinor + DELIVERY, currencyCode: 'EUR' })})`,
    ]),
  );

const commitStock = (sql: Sql, { reservationId }: Ids, variantId: string) =>
  sql.begin((tx) =>
    Promise.all([
      tx`UPDATE reservations SET status = 'COMMITTED' WHERE id = ${reservationId} AND status = 'HELD'`,
      tx`UPDATE stock SET reserved = reserved - 1, sold = sold + 1, version = version + 1 WHERE variant_id = ${variantId}`,
    ]),
  );
