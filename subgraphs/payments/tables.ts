import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgSchema, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';
import { PaymentStatus } from './contract.ts';

export const schema = pgSchema('payments');
export const { outbox, inbox, leases } = messageTables(schema);

const STATUSES = sql.raw(`status IN (${PaymentStatus.options.map((status) => `'${status}'`).join(', ')})`);

/** One payment an order. A tombstone (voided before it was ever authorized) has neither order nor attempt, and amount 0. */
export const payments = schema.table(
  'payments',
  {
    id: uuid().primaryKey(),
    orderId: uuid('order_id'),
    attemptId: uuid('attempt_id'),
    status: text().notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    currencyCode: text('currency_code').notNull(),
    paymentMethodId: text('payment_method_id').notNull(),
    providerIntentId: text('provider_intent_id'),
    clientSecret: text('client_secret'),
    /** The idempotency key of the create call, written down before the call is made. */
    providerKey: text('provider_key'),
    /** The parameters of the create call, resent byte for byte. */
    createRequest: text('create_request'),
    /** How often all keys of one call have been used up by stored 5xx; the next call goes on behind them. */
    keyRound: integer('key_round').notNull().default(0),
    /** Why it is FAILED: the provider's decline code, or a reason of ours. */
    declineCode: text('decline_code'),
    refundedMinor: bigint('refunded_minor', { mode: 'number' }).notNull().default(0),
    /** True while an intent at the provider may still decide our payment, or holds money that has to go back: ask again. */
    intentOpen: boolean('intent_open').notNull().default(false),
    /** When the poller last asked the provider. */
    checkedAt: timestamp('checked_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    /** The number of its transitions. */
    version: bigint({ mode: 'number' }).notNull().default(1),
  },
  (table) => [
    uniqueIndex('payments_order').on(table.orderId),
    uniqueIndex('payments_intent').on(table.providerIntentId),
    index('payments_undecided').on(table.updatedAt).where(sql`intent_open`),
    check('payments_status', STATUSES),
    check('payments_refunded', sql`refunded_minor >= 0 AND refunded_minor <= amount_minor`),
  ],
);

/** Every change of status, written with it: 1, 2, 3, ... without a gap; the last one is the stored status. */
export const paymentTransitions = schema.table(
  'payment_transitions',
  {
    paymentId: uuid('payment_id').notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    /** Null for the first. */
    fromStatus: text('from_status'),
    toStatus: text('to_status').notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    cause: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.paymentId, table.seq] })],
);

/** Money given back, written down under its provider key before the provider is asked. */
export const refunds = schema.table(
  'refunds',
  {
    id: uuid().primaryKey(),
    paymentId: uuid('payment_id').notNull(),
    key: text().notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    /** PENDING | SUCCEEDED | FAILED */
    status: text().notNull().default('PENDING'),
    /** As with payments. */
    keyRound: integer('key_round').notNull().default(0),
    /** So much was asked for, not all that was left: the provider has its key with it. */
    isPart: boolean('is_part').notNull().default(false),
    providerRefundId: text('provider_refund_id'),
    reason: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** From when on the poller asks about it; null once nothing can change any more. */
    checkAfter: timestamp('check_after', { withTimezone: true }).defaultNow(),
  },
  (table) => [
    index('refunds_unsettled').on(table.checkAfter).where(sql`check_after IS NOT NULL`),
    uniqueIndex('refunds_key').on(table.key),
    index('refunds_payment').on(table.paymentId),
    index('refunds_provider').on(table.providerRefundId),
    check('refunds_amount', sql`amount_minor > 0`),
    check('refunds_status', sql`status IN ('PENDING', 'SUCCEEDED', 'FAILED')`),
  ],
);

/** Each event of the provider once, as it came. */
export const webhookEvents = schema.table(
  'webhook_events',
  {
    eventId: text('event_id').primaryKey(),
    type: text().notNull(),
    payload: text().notNull(),
    objectId: text('object_id'),
    /** The intent that it is about, where the object names one. */
    intentId: text('intent_id'),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    processedAt: timestamp('processed_at', { withTimezone: true }),
    attempts: integer().notNull().default(0),
    /** Why it was put aside instead of applied. */
    quarantined: text(),
  },
  (table) => [index('webhook_events_pending').on(table.receivedAt).where(sql`processed_at IS NULL`)],
);
