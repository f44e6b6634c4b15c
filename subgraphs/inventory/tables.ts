import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgSchema, primaryKey, smallint, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('inventory');
export const { outbox, inbox, leases } = messageTables(schema);

/** One row a variant and shard. What came in and was adjusted = available + reserved + sold. */
export const stock = schema.table(
  'stock',
  {
    variantId: uuid('variant_id').notNull(),
    shard: smallint().notNull().default(0),
    available: integer().notNull().default(0),
    reserved: integer().notNull().default(0),
    sold: integer().notNull().default(0),
    version: bigint({ mode: 'number' }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.shard] }),
    check('stock_never_negative', sql`available >= 0 AND reserved >= 0 AND sold >= 0`),
  ],
);

/** What inventory knows of a variant: whose it is, and what it is called. Learned from catalog. */
export const items = schema.table(
  'items',
  { variantId: uuid('variant_id').primaryKey(), productId: uuid('product_id').notNull(), sku: text().notNull() },
  (table) => [index('items_product').on(table.productId), uniqueIndex('items_sku').on(table.sku)],
);

/** The ledger: why the number of units that we own has changed. Sales move units within a row and stand in reservations. */
export const movements = schema.table(
  'movements',
  {
    id: uuid().primaryKey(),
    variantId: uuid('variant_id').notNull(),
    shard: smallint().notNull().default(0),
    delta: integer().notNull(),
    reason: text().notNull(),
    /** The request that asked for it; one request, one movement. */
    key: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('movements_key').on(table.key), index('movements_variant').on(table.variantId)],
);

export const reservations = schema.table(
  'reservations',
  {
    id: uuid().primaryKey(),
    /** HELD | COMMITTED | RELEASED | EXPIRED | RETURNED */
    status: text().notNull(),
    /** The attempt that pinned it; the expiry sweep touches only rows without one. */
    attemptId: uuid('attempt_id'),
    /** True for the hold of a checkout: an attempt that is refused gives it back instead of releasing it. */
    ofCheckout: integer('of_checkout').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('reservations_due').on(table.expiresAt).where(sql`status = 'HELD' AND attempt_id IS NULL`),
    uniqueIndex('reservations_attempt').on(table.attemptId).where(sql`attempt_id IS NOT NULL`),
    check('reservations_status', sql`status IN ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED', 'RETURNED')`),
  ],
);

export const reservationLines = schema.table(
  'reservation_lines',
  {
    reservationId: uuid('reservation_id').notNull(),
    variantId: uuid('variant_id').notNull(),
    shard: smallint().notNull().default(0),
    quantity: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reservationId, table.variantId, table.shard] }),
    index('reservation_lines_variant').on(table.variantId),
    check('reservation_lines_quantity', sql`quantity > 0`),
  ],
);
