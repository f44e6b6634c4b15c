import { bigint, index, jsonb, pgSchema, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';
import { sagaTable } from '../../kit/saga-log.ts';

export const schema = pgSchema('checkout');
export const { outbox, inbox, leases } = messageTables(schema);
/** One saga an attempt that was taken on, under the attempt's id. */
export const sagas = sagaTable(schema);

/** One client's one try to buy, named by its idempotency key within who asks. */
export const attempts = schema.table(
  'attempts',
  {
    id: uuid().primaryKey(),
    /** Who asked (a customer, or a guest), and for which operation. */
    scope: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of the canonical input: the same key with another input is refused. */
    fingerprint: text().notNull(),
    /** Refused before anything was begun; otherwise the saga knows the answer. */
    refusals: jsonb(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('attempts_key').on(table.scope, table.key), index('attempts_created').on(table.createdAt)],
);

/** A cart that someone is buying: one row a cart, its hold drawn anew when it has run out. */
export const checkouts = schema.table(
  'checkouts',
  {
    id: uuid().primaryKey(),
    cartId: uuid('cart_id').notNull(),
    reservationId: uuid('reservation_id').notNull(),
    /** What the buyer was told last: for which state of the cart, and at what sum. Null until stock was held. */
    cartVersion: bigint('cart_version', { mode: 'number' }),
    subtotalMinor: bigint('subtotal_minor', { mode: 'number' }),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('checkouts_cart').on(table.cartId)],
);
