import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';
import { sagaTable } from '../../kit/saga-log.ts';

export const schema = pgSchema('orders');
export const { outbox, inbox, leases } = messageTables(schema);
export const sagas = sagaTable(schema);
export const orderNumbers = schema.sequence('order_numbers', { startWith: 100_001 });

const LIVE = sql`status IN ('PENDING', 'PAID', 'FULFILLING', 'SHIPPED', 'DELIVERED')`;

export const orders = schema.table(
  'orders',
  {
    id: uuid().primaryKey(),
    attemptId: uuid('attempt_id').notNull(),
    cartId: uuid('cart_id'),
    customerId: uuid('customer_id'),
    number: text(),
    status: text().notNull(),
    email: text().notNull(),
    currencyCode: text('currency_code').notNull(),
    subtotalMinor: bigint('subtotal_minor', { mode: 'number' }).notNull(),
    deliveryMinor: bigint('delivery_minor', { mode: 'number' }).notNull(),
    taxMinor: bigint('tax_minor', { mode: 'number' }).notNull(),
    discountMinor: bigint('discount_minor', { mode: 'number' }).notNull(),
    totalMinor: bigint('total_minor', { mode: 'number' }).notNull(),
    shippingAddress: jsonb('shipping_address').notNull(),
    /** The delivery that was agreed on: id and name; null: nothing was said of it. */
    delivery: jsonb(),
    /** Tax as it was reckoned, by rate and by line (vocabulary/taxes.ts); null: none was. */
    taxes: jsonb(),
    /** Its buyer has asked to cancel while it was still being paid: the running saga obeys. */
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    /** Promised back by refunds that have not been refused. What a cancellation gives back is not in it. */
    refundedMinor: bigint('refunded_minor', { mode: 'number' }).notNull().default(0),
    /** Its customer is erased: who they were goes as soon as the order has ended. */
    erasing: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('orders_attempt').on(table.attemptId),
    uniqueIndex('orders_number').on(table.number),
    uniqueIndex('orders_live_cart').on(table.cartId).where(sql`cart_id IS NOT NULL AND ${LIVE}`),
    index('orders_created').on(table.createdAt, table.id),
    index('orders_email').on(sql`lower(email)`),
    index('orders_customer').on(table.customerId, table.id).where(sql`customer_id IS NOT NULL`),
    index('orders_erasing').on(table.id).where(sql`erasing`),
    check('orders_total', sql`total_minor = subtotal_minor + delivery_minor + tax_minor - discount_minor AND total_minor >= 0`),
    check('orders_status', sql`status IN ('PENDING', 'PAID', 'FULFILLING', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'FAILED', 'REFUNDED')`),
    check('orders_refunded', sql`refunded_minor >= 0 AND refunded_minor <= total_minor`),
    check('orders_numbered', sql`number IS NOT NULL OR status IN ('PENDING', 'FAILED', 'CANCELLED')`),
  ],
);

export const orderLines = schema.table(
  'order_lines',
  {
    id: uuid().primaryKey(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    position: integer().notNull(),
    variantId: uuid('variant_id').notNull(),
    sku: text().notNull(),
    title: text().notNull(),
    quantity: integer().notNull(),
    unitPriceMinor: bigint('unit_price_minor', { mode: 'number' }).notNull(),
    lineTotalMinor: bigint('line_total_minor', { mode: 'number' }).notNull(),
    /** Units that have left in a parcel. */
    shipped: integer().notNull().default(0),
    /** Units that refunds have given back to the stock. */
    restocked: integer().notNull().default(0),
    /** Those of them that had not left, and never will. */
    withdrawn: integer().notNull().default(0),
  },
  (table) => [
    check('order_lines_shipped', sql`shipped >= 0 AND withdrawn >= 0 AND shipped + withdrawn <= quantity`),
    check('order_lines_restocked', sql`restocked >= withdrawn AND restocked <= quantity`),
    uniqueIndex('order_lines_position').on(table.orderId, table.position),
    index('order_lines_sku').on(table.sku),
    check('order_lines_total', sql`quantity > 0 AND line_total_minor = quantity * unit_price_minor`),
  ],
);

/** The order's history, without a gap: each row leads from the status before it. */
export const orderEvents = schema.table(
  'order_events',
  {
    orderId: uuid('order_id').notNull(),
    seq: integer().notNull(),
    fromStatus: text('from_status'),
    toStatus: text('to_status').notNull(),
    type: text().notNull(),
    message: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** What it tells of, where that can happen once: `picked <shipment>`, `refunded <refund>`. */
    about: text(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.seq] }),
    uniqueIndex('order_events_about').on(table.orderId, table.about).where(sql`about IS NOT NULL`),
  ],
);

/** Parcels that were let go: of an order that had not ended, and once each. */
export const parcels = schema.table(
  'parcels',
  {
    shipmentId: uuid('shipment_id').primaryKey(),
    orderId: uuid('order_id').notNull(),
    lines: jsonb().notNull(),
    carrier: text().notNull(),
    trackingNumber: text('tracking_number').notNull(),
    trackingUrl: text('tracking_url'),
    sentAt: timestamp('sent_at', { withTimezone: true }).notNull().defaultNow(),
    deliveredAt: timestamp('delivered_at', { withTimezone: true }),
  },
  (table) => [index('parcels_order').on(table.orderId)],
);

/** Refunds that staff have asked for, each under the id of its saga; one key, one refund. */
export const refunds = schema.table(
  'refunds',
  {
    id: uuid().primaryKey(),
    orderId: uuid('order_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    /** OPEN | CLAIMED | DONE | REFUSED; the order counts the amounts of those that are CLAIMED or DONE. */
    state: text().notNull().default('OPEN'),
    /** Null while it is OPEN. */
    amountMinor: bigint('amount_minor', { mode: 'number' }),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('refunds_key').on(table.key),
    index('refunds_order').on(table.orderId),
    check('refunds_state', sql`state IN ('OPEN', 'CLAIMED', 'DONE', 'REFUSED')`),
    check('refunds_amount', sql`amount_minor > 0 OR (amount_minor IS NULL AND state NOT IN ('CLAIMED', 'DONE'))`),
  ],
);

/** Units that a refund gives back to the stock; `withdrawn` of them had not left. */
export const refundLines = schema.table(
  'refund_lines',
  {
    refundId: uuid('refund_id').notNull(),
    orderLineId: uuid('order_line_id').notNull(),
    quantity: integer().notNull(),
    withdrawn: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.refundId, table.orderLineId] }),
    check('refund_lines_quantity', sql`quantity > 0 AND withdrawn BETWEEN 0 AND quantity`),
  ],
);

/** Orders that were undone before they were placed: a place that comes late is turned away. */
export const tombstones = schema.table('tombstones', {
  orderId: uuid('order_id').primaryKey(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** Answers to cancelOrder by key: the same key again is the same request. */
export const cancellations = schema.table(
  'cancellations',
  {
    orderId: uuid('order_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    refusal: jsonb(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.key] })],
);

/** Customers who are erased: what an attempt of theirs places afterwards is theirs no more. */
export const erasures = schema.table('erasures', {
  customerId: uuid('customer_id').primaryKey(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
