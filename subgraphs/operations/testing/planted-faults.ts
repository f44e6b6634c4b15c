import type { Charge } from '../invariant.ts';
import { limits } from './planted-limits.ts';
import { people } from './planted-people.ts';
import { CAPTURED, charge, idOf, TOTAL } from './purchases.ts';
import { parcels } from './planted-parcels.ts';
import { staff } from './planted-staff.ts';
import type { Fault } from './fault.ts';

const order = (n: number) => `'${idOf('order', n)}'`;
const payment = (n: number) => `'${idOf('payment', n)}'`;
const attempt = (n: number) => `'${idOf('attempt', n)}'`;
const reservation = (n: number) => `'${idOf('reservation', n)}'`;
const ticket = (n: number) => `'${idOf('ticket', n)}'`;
const variant = (n: number) => `'${idOf('variant', n)}'`;
const changed = (intentId: string, change: Partial<Charge>) => (charges: Charge[]) =>
  charges.map((one) => (one.intentId === intentId ? { ...one, ...change } : one));
const also = (more: Charge) => (charges: Charge[]) => [...charges, more];

const NINETEEN = '"rates":[{"ratePpm":190000,"netMinor":100,"taxMinor":19}]';
const taxed = (taxes: string) => `UPDATE orders.orders SET taxes = ${taxes} WHERE id = ${order(4)}`;

const stock: Record<string, Fault[]> = {
  'stock-ledger': [
    {
      name: 'a unit appears from nowhere',
      sql: `UPDATE inventory.stock SET available = available + 1 WHERE variant_id = ${variant(1)} AND shard = 0`,
    },
    { name: 'a movement is lost', sql: `DELETE FROM inventory.movements WHERE variant_id = ${variant(2)} AND reason = 'RECEIVED'` },
    {
      name: 'a stock row is lost',
      sql: `DELETE FROM inventory.stock WHERE variant_id = (SELECT variant_id FROM inventory.stock EXCEPT SELECT variant_id
        FROM inventory.reservation_lines);
      INSERT INTO inventory.movements (id, variant_id, delta, reason, key)
        VALUES (gen_random_uuid(), ${variant(3)}, 5, 'RECEIVED', 'lost')`,
    },
    {
      name: 'a shard is below zero',
      sql: `UPDATE inventory.stock SET available = CASE shard WHEN 0 THEN available - 60 ELSE available + 60 END`,
    },
  ],
  'stock-counters': [
    {
      name: 'a unit is reserved by nobody',
      sql: `UPDATE inventory.stock SET reserved = reserved + 1, available = available - 1 WHERE variant_id = ${variant(1)} AND shard = 0`,
    },
    {
      name: 'a unit is sold to nobody',
      sql: `UPDATE inventory.stock SET sold = sold + 1, available = available - 1 WHERE variant_id = ${variant(2)} AND shard = 1`,
    },
    {
      name: 'a hold ends and gives nothing back',
      sql: `UPDATE inventory.reservations SET status = 'RELEASED' WHERE id = ${reservation(99)}`,
    },
    {
      name: 'a hold is in a shard that is not there',
      sql: `UPDATE inventory.reservation_lines SET shard = 7 WHERE reservation_id = ${reservation(99)}`,
    },
  ],
  'sold-units': [
    { name: 'the stock of a paid order is released', changes: { paid: { reservation: 'RELEASED' } } },
    {
      name: 'a line slips into a committed reservation',
      sql: `
      INSERT INTO inventory.reservation_lines (reservation_id, variant_id, shard, quantity) VALUES (${reservation(1)}, ${variant(1)}, 0, 1);
      UPDATE inventory.stock SET sold = sold + 1, available = available - 1 WHERE variant_id = ${variant(1)} AND shard = 0`,
    },
    { name: 'units are sold for an order that failed', changes: { declined: { reservation: 'COMMITTED' } } },
    { name: 'the stock of a cancelled order never comes back', changes: { cancelled: { reservation: 'COMMITTED' } } },
    {
      name: 'units are sold by no attempt',
      changes: { declined: { reservation: 'COMMITTED' } },
      sql: `UPDATE inventory.reservations SET attempt_id = NULL WHERE id = ${reservation(4)}`,
    },
  ],
  'expired-holds': [
    {
      name: 'the sweep leaves a hold alone',
      sql: `UPDATE inventory.reservations SET expires_at = now() - interval '2 minutes' WHERE id = ${reservation(99)}`,
    },
  ],
  'stranded-holds': [
    { name: 'an undone attempt keeps its hold', changes: { declined: { reservation: 'HELD' } } },
    {
      name: 'a done attempt pins another hold',
      sql: `UPDATE inventory.reservations SET attempt_id = ${attempt(1)} WHERE id = ${reservation(99)}`,
    },
    {
      name: 'an attempt without a saga pins a hold',
      sql: `UPDATE inventory.reservations SET attempt_id = ${attempt(99)} WHERE id = ${reservation(99)}`,
    },
  ],
};

const money: Record<string, Fault[]> = {
  'paid-orders': [
    { name: 'an order is paid by nothing', changes: { paid: { payment: [] } } },
    { name: 'an order was confirmed, paid by nothing, and cancelled', changes: { cancelled: { payment: [], refundedMinor: 0 } } },
    {
      name: 'less was captured than the order costs',
      sql: `UPDATE payments.payments SET amount_minor = amount_minor - 1 WHERE id = ${payment(1)}`,
      ledger: changed('pi_1', { capturedMinor: TOTAL - 1 }),
    },
    {
      name: 'another currency was captured',
      sql: `UPDATE payments.payments SET currency_code = 'USD' WHERE id = ${payment(1)}`,
      ledger: changed('pi_1', { currencyCode: 'USD' }),
    },
    { name: 'the payment of a live order is given back', changes: { paid: { payment: [...CAPTURED, 'REFUNDED'], refundedMinor: TOTAL } } },
    {
      name: 'an order has two captured payments',
      sql: `INSERT INTO payments.payments
        SELECT (jsonb_populate_record(p, jsonb_build_object('id', ${payment(21)}, 'provider_intent_id', 'pi_21'))).*
        FROM payments.payments p WHERE id = ${payment(1)};
        INSERT INTO payments.payment_transitions SELECT ${payment(21)}, seq, from_status, to_status, at, cause
          FROM payments.payment_transitions WHERE payment_id = ${payment(1)}`,
      ledger: also(charge({ n: 21, orderId: null })),
    },
  ],
  'captured-payments': [
    { name: 'an order failed and its money was kept', changes: { declined: { payment: CAPTURED } } },
    {
      name: 'a cancelled order was given back in part',
      changes: { cancelled: { payment: [...CAPTURED, 'PARTIALLY_REFUNDED'], refundedMinor: 500 } },
    },
    { name: 'money was captured and there is no order', changes: { refusedAtOnce: { payment: CAPTURED } } },
  ],
  'refunds-within-capture': [
    {
      name: 'two refunds give back too much',
      sql: `INSERT INTO payments.refunds (id, payment_id, key, amount_minor) VALUES (gen_random_uuid(), ${payment(2)}, 'twice', ${TOTAL})`,
    },
    {
      name: 'a payment says it gave back too much',
      sql: `UPDATE payments.payments SET refunded_minor = amount_minor + 1 WHERE id = ${payment(3)}`,
      ledger: changed('pi_3', { refundedMinor: TOTAL + 1, capturedMinor: TOTAL }),
    },
    { name: 'the provider gave back too much', ledger: changed('pi_4', { refundedMinor: 78 }) },
  ],
  'refunds-sent': [
    {
      name: 'a refund is written down and forgotten',
      sql: `INSERT INTO payments.refunds (id, payment_id, key, amount_minor, created_at)
        VALUES (gen_random_uuid(), ${payment(2)}, 'forgotten', 100, now() - interval '1 minute')`,
    },
  ],
  'single-charge': [{ name: 'an order is charged twice', ledger: also(charge({ n: 1, intentId: 'pi_1b' })) }],
  'provider-books': [
    { name: 'the provider captured less', ledger: changed('pi_1', { capturedMinor: TOTAL - 1 }) },
    { name: 'the provider captured nothing', ledger: (charges) => charges.filter((one) => one.intentId !== 'pi_1') },
    { name: 'the provider captured another currency', ledger: changed('pi_1', { currencyCode: 'USD' }) },
    { name: 'the provider gave back more than we know', ledger: changed('pi_2', { refundedMinor: 600 }) },
    { name: 'the provider keeps money of a dead payment', ledger: changed('pi_4', { refundedMinor: 0 }) },
    {
      name: 'a captured payment has no intent',
      sql: `UPDATE payments.payments SET provider_intent_id = NULL WHERE id = ${payment(1)}`,
      ledger: (charges) => charges.filter((one) => one.intentId !== 'pi_1'),
    },
  ],
  'stray-charges': [
    { name: 'a charge is for an order that nobody knows', ledger: also(charge({ n: 77 })) },
    { name: 'a charge is for no order', ledger: also(charge({ n: 77, orderId: null })) },
    { name: 'a charge is for something that is no id', ledger: also(charge({ n: 77, orderId: 'shop-77' })) },
    { name: 'a failed order is charged behind our back', ledger: also(charge({ n: 4, intentId: 'pi_4b' })) },
  ],
  'payment-history': [
    { name: 'a transition is lost', sql: `DELETE FROM payments.payment_transitions WHERE payment_id = ${payment(1)} AND seq = 2` },
    { name: 'a dead payment comes to life', changes: { declined: { payment: ['INITIATED', 'FAILED', 'AUTHORIZED', 'VOIDED'] } } },
    { name: 'the status is not where the history ends', sql: `UPDATE payments.payments SET status = 'VOIDED' WHERE id = ${payment(4)}` },
    { name: 'a payment has no history', sql: `DELETE FROM payments.payment_transitions WHERE payment_id = ${payment(4)}` },
  ],
};

const orders: Record<string, Fault[]> = {
  'order-totals': [
    {
      name: 'a line is off by a cent',
      sql: `UPDATE orders.order_lines SET line_total_minor = line_total_minor + 1 WHERE id = '${idOf('line', 40)}';
      UPDATE orders.orders SET subtotal_minor = subtotal_minor + 1, delivery_minor = delivery_minor - 1 WHERE id = ${order(4)}`,
    },
    { name: 'a line is lost', sql: `DELETE FROM orders.order_lines WHERE id = '${idOf('line', 40)}'` },
    { name: 'all lines are lost', sql: `DELETE FROM orders.order_lines WHERE order_id = ${order(4)}` },
    {
      name: 'tax by rate is not the tax of the parts',
      sql: taxed(`'{"included":true,"lines":[{"taxMinor":18}],"deliveryTaxMinor":0,${NINETEEN}}'`),
    },
    {
      name: 'tax on top is not in the total',
      sql: taxed(`'{"included":false,"lines":[{"taxMinor":19}],"deliveryTaxMinor":0,${NINETEEN}}'`),
    },
    { name: 'the total is off by a cent', sql: `UPDATE orders.orders SET total_minor = total_minor + 1 WHERE id = ${order(4)}` },
    {
      name: 'the total is negative',
      sql: `UPDATE orders.orders SET discount_minor = ${TOTAL + 1}, total_minor = -1 WHERE id = ${order(4)}`,
    },
  ],
  'one-order-per-attempt': [
    {
      name: 'an attempt places two orders',
      sql: `
      INSERT INTO orders.orders SELECT (jsonb_populate_record(o, jsonb_build_object('id', ${order(41)}))).* FROM orders.orders o
        WHERE id = ${order(4)};
      INSERT INTO orders.order_lines SELECT (jsonb_populate_record(l,
        jsonb_build_object('id', gen_random_uuid(), 'order_id', ${order(41)}))).* FROM orders.order_lines l WHERE order_id = ${order(4)};
      INSERT INTO orders.order_events SELECT (jsonb_populate_record(e, jsonb_build_object('order_id', ${order(41)}))).*
        FROM orders.order_events e WHERE order_id = ${order(4)}`,
    },
    { name: 'an order has no attempt', sql: `DELETE FROM checkout.attempts WHERE id = ${attempt(1)}` },
    { name: 'a key opens two attempts', sql: `UPDATE checkout.attempts SET key = 'key-1' WHERE id = ${attempt(4)}` },
  ],
  'one-order-per-cart': [
    { name: 'a cart is bought twice', sql: `UPDATE orders.orders SET cart_id = '${idOf('cart', 1)}' WHERE id = ${order(2)}` },
  ],
  'order-history': [
    { name: 'an event is lost', sql: `DELETE FROM orders.order_events WHERE order_id = ${order(2)} AND seq = 3` },
    { name: 'the first event is lost', sql: `DELETE FROM orders.order_events WHERE order_id = ${order(1)} AND seq = 1` },
    { name: 'an event is numbered with a gap', sql: `UPDATE orders.order_events SET seq = 3 WHERE order_id = ${order(1)} AND seq = 2` },
    {
      name: 'an event begins where none ended',
      sql: `UPDATE orders.order_events SET from_status = 'SHIPPED', to_status = 'REFUNDED' WHERE order_id = ${order(2)} AND seq = 2;
      UPDATE orders.order_events SET from_status = 'PAID' WHERE order_id = ${order(2)} AND seq = 3`,
    },
    { name: 'an order is shipped that was never prepared', changes: { delivered: { order: ['PENDING', 'PAID', 'SHIPPED', 'DELIVERED'] } } },
    { name: 'the status is not where the history ends', sql: `UPDATE orders.orders SET status = 'FULFILLING' WHERE id = ${order(1)}` },
    { name: 'an order has no history', sql: `DELETE FROM orders.order_events WHERE order_id = ${order(4)}` },
    {
      name: 'a history has no order',
      sql: `INSERT INTO orders.order_events (order_id, seq, to_status, type, message) VALUES (${order(77)}, 1, 'PENDING', 'placed', '')`,
    },
  ],
  'orders-follow-sagas': [
    { name: 'a saga is done and its order failed', changes: { declined: { saga: 'DONE' } } },
    {
      name: 'a saga is done and its order is pending',
      changes: { waitsForBank: { saga: 'DONE', reservation: 'RELEASED', cart: 'CLOSED' } },
    },
    { name: 'a saga is done and there is no order', changes: { refusedAtOnce: { saga: 'DONE' } } },
    { name: 'a saga was undone and its order is paid', changes: { paid: { saga: 'COMPENSATED' } } },
    {
      name: 'a saga was undone and its order is pending',
      changes: { waitsForBank: { saga: 'COMPENSATED', reservation: 'RELEASED', cart: 'OPEN' } },
    },
    {
      name: 'an order has no saga',
      sql: `DELETE FROM checkout.sagas WHERE id = ${attempt(4)}; UPDATE checkout.attempts SET refusals = '[]' WHERE id = ${attempt(4)}`,
    },
    { name: 'a paid order was cancelled by nobody', changes: { cancelled: { cancellation: undefined } } },
    {
      name: 'a cancellation was refused and its order is cancelled',
      sql: `UPDATE orders.sagas SET state = 'COMPENSATED' WHERE id = '${idOf('cancellation', 3)}'`,
    },
    { name: 'a cancellation is done and its order goes on', changes: { paid: { cancellation: { state: 'DONE', ageSeconds: 3600 } } } },
  ],
  'stranded-carts': [
    { name: 'a cart stays frozen when its attempt was undone', changes: { declined: { cart: 'FROZEN' } } },
    { name: 'a cart stays frozen when it was bought', changes: { paid: { cart: 'FROZEN' } } },
    {
      name: 'a cart is frozen by an attempt without a saga',
      changes: { declined: { cart: 'FROZEN' } },
      sql: `UPDATE cart.carts SET frozen_by = ${attempt(99)} WHERE id = '${idOf('cart', 4)}'`,
    },
    { name: 'a cart is open when it was bought', changes: { paid: { cart: 'OPEN' } } },
  ],
};

const sales: Record<string, Fault[]> = {
  'one-order-per-ticket': [
    {
      name: 'a ticket is used by two orders',
      sql: `UPDATE checkout.sale_purchases SET ticket_id = ${ticket(2)} WHERE attempt_id = ${attempt(11)};
      UPDATE checkout.tickets SET status = 'ADMITTED', used_by = NULL WHERE id = ${ticket(11)}`,
    },
    {
      name: 'a ticket that was taken can be used again',
      sql: `UPDATE checkout.tickets SET status = 'ADMITTED', used_by = NULL WHERE id = ${ticket(2)}`,
    },
    {
      name: 'a ticket that was given back stays used',
      sql: `UPDATE checkout.tickets SET status = 'USED', used_by = ${attempt(10)} WHERE id = ${ticket(10)}`,
    },
  ],
  'customer-limits': [
    { name: 'a unit is counted for nobody', sql: `UPDATE checkout.sale_customers SET bought = bought - 1 WHERE customer_key = 'ada'` },
    { name: 'a unit is counted twice', sql: `UPDATE checkout.sale_customers SET bought = bought + 1 WHERE customer_key = 'grace'` },
    { name: 'a counter is lost', sql: `DELETE FROM checkout.sale_customers WHERE customer_key = 'ada'` },
    { name: 'a customer is over their limit', sql: `UPDATE checkout.sale_customers SET allowed = 3 WHERE customer_key = 'ada'` },
  ],
  'admissions-follow-sagas': [
    {
      name: 'an undone attempt keeps its admission',
      sql: `UPDATE checkout.sale_purchases SET state = 'TAKEN', attempt_id = ${attempt(4)} WHERE attempt_id = ${attempt(10)};
      UPDATE checkout.tickets SET status = 'USED', used_by = ${attempt(4)} WHERE id = ${ticket(10)};
      UPDATE checkout.sale_customers SET bought = 2 WHERE customer_key = 'mary'`,
    },
    {
      name: 'an attempt has bought and given its admission back',
      sql: `UPDATE checkout.sale_purchases SET state = 'GIVEN_BACK' WHERE attempt_id = ${attempt(2)};
      UPDATE checkout.tickets SET status = 'ADMITTED', used_by = NULL WHERE id = ${ticket(2)};
      UPDATE checkout.sale_customers SET bought = 2 WHERE customer_key = 'ada'`,
    },
    {
      name: 'an admission was used by no saga',
      sql: `UPDATE checkout.sale_purchases SET attempt_id = ${attempt(98)} WHERE attempt_id = ${attempt(2)};
      UPDATE checkout.tickets SET used_by = ${attempt(98)} WHERE id = ${ticket(2)}`,
    },
  ],
};

const onItsWay: Record<string, Fault[]> = {
  'sagas-ended': [
    { name: 'a saga runs for a minute', changes: { waitsForBank: { saga: 'RUNNING', ageSeconds: 60 } } },
    { name: 'a saga is being undone for a minute', changes: { waitsForBank: { saga: 'COMPENSATING', ageSeconds: 60 } } },
    { name: 'a saga waits past its deadline', changes: { waitsForBank: { ageSeconds: 1000 } } },
    {
      name: 'a saga runs on past its deadline',
      changes: {
        bankHasAnswered: {
          ageSeconds: 1000,
          bankAnsweredSeconds: 500,
          order: ['PENDING'],
          payment: ['INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED'],
        },
      },
    },
    {
      name: 'a saga runs for a minute since the bank has answered',
      changes: {
        bankHasAnswered: { bankAnsweredSeconds: 60, order: ['PENDING'], payment: ['INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED'] },
      },
    },
    { name: 'a saga is stuck', changes: { waitsForBank: { saga: 'STUCK', ageSeconds: 1 } } },
    { name: 'a cancellation runs for a minute', changes: { cancelled: { cancellation: { state: 'RUNNING', ageSeconds: 60 } } } },
  ],
  'attempts-answered': [
    { name: 'an attempt is neither rejected nor begun', sql: `UPDATE checkout.attempts SET refusals = NULL WHERE id = ${attempt(99)}` },
    {
      name: 'a saga is let go and nobody takes it up',
      sql: `UPDATE checkout.sagas SET lease_until = now() - interval '1 minute' WHERE id = ${attempt(8)}`,
    },
  ],
  'outbox-drained': [
    ...['catalog', 'inventory', 'orders', 'payments', 'fulfillment', 'accounts'].map((context) => ({
      name: `nobody carries what ${context} says`,
      sql: `INSERT INTO ${context}.outbox (event_id, type, aggregate_id, version, payload, occurred_at)
      VALUES (gen_random_uuid(), 'x', '1', 1, '{}', now() - interval '1 minute')`,
    })),
    {
      name: 'a subscriber never hears of an event',
      sql: `INSERT INTO catalog.outbox (event_id, type, aggregate_id, version, payload, occurred_at, published_at, awaiting)
        VALUES (gen_random_uuid(), 'x', '1', 1, '{}', now() - interval '1 minute', now(), '{search}')`,
    },
    {
      name: 'a subscriber has failed on an event for good',
      sql: `INSERT INTO catalog.outbox (event_id, type, aggregate_id, version, payload, published_at, dead)
        VALUES (gen_random_uuid(), 'x', '1', 1, '{}', now(), '{search}')`,
    },
  ],
  'webhooks-applied': [
    { name: 'a webhook waits', sql: `UPDATE payments.webhook_events SET received_at = now() - interval '1 min' WHERE event_id = 'evt_3'` },
  ],
  'webhooks-told': [
    { name: 'an event has no delivery', sql: 'DELETE FROM webhooks.deliveries WHERE attempts = 1' },
    {
      name: 'a delivery is due and nobody sends it',
      sql: `UPDATE webhooks.deliveries SET due_at = now() - interval '10 minutes' WHERE attempts = 0`,
    },
  ],
  'mails-sent': [
    {
      name: 'a mail is due and nobody sends it',
      sql: `UPDATE notifications.mails SET due_at = now() - interval '10 minutes' WHERE status = 'PENDING'`,
    },
    { name: 'a mail is given up', sql: `UPDATE notifications.mails SET status = 'DEAD', attempts = 9 WHERE status = 'SENT'` },
  ],
};

/** At least one fault for each invariant, by the invariant that must see it, and it alone. */
export const FAULTS: Record<string, Fault[]> = {
  ...stock,
  ...money,
  ...orders,
  ...parcels,
  ...sales,
  ...limits,
  ...people,
  ...onItsWay,
  ...staff,
};
