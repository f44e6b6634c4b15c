import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgSchema, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('cart');
export const { outbox, inbox, leases } = messageTables(schema);

export const carts = schema.table(
  'carts',
  {
    id: uuid().primaryKey(),
    currencyCode: text('currency_code').notNull(),
    customerId: uuid('customer_id'),
    /** OPEN | FROZEN (an attempt is buying it) | CLOSED (bought) */
    state: text().notNull().default('OPEN'),
    frozenBy: uuid('frozen_by'),
    /** Grows with every change of the lines. */
    version: bigint({ mode: 'number' }).notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('carts_state', sql`state IN ('OPEN', 'FROZEN', 'CLOSED')`),
    check('carts_frozen', sql`(state = 'OPEN') = (frozen_by IS NULL)`),
    index('carts_customer').on(table.customerId).where(sql`customer_id IS NOT NULL`),
  ],
);

export const cartLines = schema.table(
  'cart_lines',
  {
    id: uuid().primaryKey(),
    cartId: uuid('cart_id')
      .notNull()
      .references(() => carts.id),
    variantId: uuid('variant_id').notNull(),
    quantity: integer().notNull(),
    /** The price as it was when the buyer last saw it agreed to. */
    unitPriceMinor: bigint('unit_price_minor', { mode: 'number' }).notNull(),
  },
  (table) => [
    uniqueIndex('cart_lines_variant').on(table.cartId, table.variantId),
    index('cart_lines_cart').on(table.cartId),
    check('cart_lines_quantity', sql`quantity BETWEEN 1 AND 999`),
  ],
);

/** Attempts that have been undone: a freeze of theirs that comes late is turned away. */
export const tombstones = schema.table(
  'tombstones',
  {
    cartId: uuid('cart_id').notNull(),
    attemptId: uuid('attempt_id').notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.cartId, table.attemptId] })],
);

/** Guests' carts that have gone into a customer's own at login: taking one along again changes nothing. */
export const adoptions = schema.table(
  'adoptions',
  {
    /** The guest's cart, which is no more. */
    cartId: uuid('cart_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    intoCartId: uuid('into_cart_id').notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('adoptions_customer').on(table.customerId)],
);
