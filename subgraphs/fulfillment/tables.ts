import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgSchema, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('fulfillment');
export const { outbox, inbox, leases } = messageTables(schema);

/** An order that is to be shipped. */
export const work = schema.table('work', {
  orderId: uuid('order_id').primaryKey(),
  /** While it is held nothing of it is picked, packed or shipped. */
  heldSince: timestamp('held_since', { withTimezone: true }),
  holdReason: text('hold_reason'),
  /** The order was cancelled or refunded: nothing more of it leaves. */
  endedAt: timestamp('ended_at', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const workLines = schema.table(
  'work_lines',
  {
    orderLineId: uuid('order_line_id').primaryKey(),
    orderId: uuid('order_id').notNull(),
    position: integer().notNull(),
    variantId: uuid('variant_id').notNull(),
    sku: text().notNull(),
    title: text().notNull(),
    quantity: integer().notNull(),
    /** Units in shipments that are not CANCELLED. */
    allocated: integer().notNull().default(0),
  },
  (table) => [index('work_lines_order').on(table.orderId), check('work_lines_allocated', sql`allocated >= 0 AND allocated <= quantity`)],
);

export const shipments = schema.table(
  'shipments',
  {
    id: uuid().primaryKey(),
    orderId: uuid('order_id').notNull(),
    status: text().notNull(),
    carrier: text(),
    trackingNumber: text('tracking_number'),
    trackingUrl: text('tracking_url'),
    /** Since when orders is being asked to let it go; until that is answered it can not be cancelled here. */
    leavingSince: timestamp('leaving_since', { withTimezone: true }),
    shippedAt: timestamp('shipped_at', { withTimezone: true }),
    deliveredAt: timestamp('delivered_at', { withTimezone: true }),
    /** The number of its transitions. */
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('shipments_order').on(table.orderId),
    check('shipments_status', sql`status IN ('PENDING', 'PICKED', 'PACKED', 'SHIPPED', 'DELIVERED', 'CANCELLED')`),
    check('shipments_tracked', sql`status NOT IN ('SHIPPED', 'DELIVERED') OR (tracking_number IS NOT NULL AND shipped_at IS NOT NULL)`),
  ],
);

export const shipmentLines = schema.table(
  'shipment_lines',
  {
    shipmentId: uuid('shipment_id')
      .notNull()
      .references(() => shipments.id),
    orderLineId: uuid('order_line_id')
      .notNull()
      .references(() => workLines.orderLineId),
    quantity: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.shipmentId, table.orderLineId] }), check('shipment_lines_quantity', sql`quantity > 0`)],
);

/** Every change of status, written with it: 1, 2, 3, ... without a gap; the last one is the stored status. */
export const shipmentTransitions = schema.table(
  'shipment_transitions',
  {
    shipmentId: uuid('shipment_id').notNull(),
    seq: integer().notNull(),
    /** Null for the first. */
    fromStatus: text('from_status'),
    toStatus: text('to_status').notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.shipmentId, table.seq] })],
);

/** Answers to shipmentCreate by key: the same key again is the same request. */
export const requests = schema.table('requests', {
  key: text().primaryKey(),
  fingerprint: text().notNull(),
  /** The shipment that was made, or why none was. */
  shipmentId: uuid('shipment_id'),
  refusal: jsonb(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
