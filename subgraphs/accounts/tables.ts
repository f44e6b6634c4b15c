import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgSchema, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('accounts');
export const { outbox, inbox, leases } = messageTables(schema);

const at = (name: string) => timestamp(name, { withTimezone: true });

export const customers = schema.table(
  'customers',
  {
    id: uuid().primaryKey(),
    /** As it was written. */
    email: text().notNull(),
    /** As it is known by: trimmed, lower case. */
    emailKey: text('email_key').notNull(),
    emailVerifiedAt: at('email_verified_at'),
    name: text(),
    /** argon2id with its salt and costs; null: signs in elsewhere only. */
    passwordHash: text('password_hash'),
    /** Orders what is told of it. */
    version: integer().notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('customers_email').on(table.emailKey)],
);

const customerId = () =>
  uuid('customer_id')
    .notNull()
    .references(() => customers.id, { onDelete: 'cascade' });

export const addresses = schema.table(
  'addresses',
  {
    id: uuid().primaryKey(),
    customerId: customerId(),
    address: jsonb().notNull(),
    isDefault: boolean('is_default').notNull().default(false),
  },
  (table) => [
    index('addresses_customer').on(table.customerId),
    uniqueIndex('addresses_default').on(table.customerId).where(sql`is_default`),
  ],
);

/** A sign-in: the family of refresh tokens that follow one another. */
export const sessions = schema.table(
  'sessions',
  {
    id: uuid().primaryKey(),
    customerId: customerId(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** However often it is refreshed. */
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (table) => [index('sessions_customer').on(table.customerId), index('sessions_expiry').on(table.expiresAt)],
);

export const refreshTokens = schema.table(
  'refresh_tokens',
  {
    /** SHA-256 of the token: who reads the table can use none of it. */
    hash: text().primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** Counts from 1 within its session. */
    seq: integer().notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
  },
  (table) => [
    uniqueIndex('refresh_tokens_seq').on(table.sessionId, table.seq),
    // of a family one token at most is good
    uniqueIndex('refresh_tokens_live').on(table.sessionId).where(sql`used_at IS NULL`),
  ],
);

/** Links that were or will be mailed. The token is drawn from the id by the shop's secret, and is kept nowhere. */
export const links = schema.table(
  'links',
  {
    id: uuid().primaryKey(),
    customerId: customerId(),
    purpose: text().notNull(),
    /** Good for this address only: one that was changed meanwhile is not verified by it. */
    emailKey: text('email_key').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
  },
  (table) => [
    index('links_customer').on(table.customerId),
    index('links_expiry').on(table.expiresAt),
    check('links_purpose', sql`purpose IN ('VERIFY_EMAIL', 'RESET_PASSWORD')`),
  ],
);

/** Who a customer is at an outside issuer. */
export const identities = schema.table(
  'identities',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    customerId: customerId(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] }), index('identities_customer').on(table.customerId)],
);

/** ID tokens that somebody has signed in with: each counts once. */
export const spentIdTokens = schema.table(
  'spent_id_tokens',
  { hash: text().primaryKey(), expiresAt: at('expires_at').notNull() },
  (table) => [index('spent_id_tokens_expiry').on(table.expiresAt)],
);

/** How often something was tried within a span of time: by e-mail, by address, by both. The keys are hashed. */
export const tries = schema.table(
  'tries',
  { key: text().primaryKey(), count: integer().notNull(), until: at('until').notNull() },
  (table) => [index('tries_until').on(table.until)],
);
