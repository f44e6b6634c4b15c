import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgSchema, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('webhooks');
export const { outbox, inbox, leases } = messageTables(schema);

/** Who wants to hear of which events, and where. */
export const subscriptions = schema.table(
  'subscriptions',
  {
    id: uuid().primaryKey(),
    url: text().notNull(),
    events: text().array().notNull(),
    /** What is sent is what this answers; null: what the event says. */
    query: text(),
    secret: text().notNull(),
    /** The one before, which signs as well for a while. */
    oldSecret: text('old_secret'),
    oldSecretUntil: timestamp('old_secret_until', { withTimezone: true }),
    /** ACTIVE | DISABLED */
    status: text().notNull().default('ACTIVE'),
    disabledReason: text('disabled_reason'),
    /** Since when nothing has reached it. */
    failingSince: timestamp('failing_since', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** From when on it is as it is: events from before may have been meant for less. */
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  () => [check('subscriptions_status', sql`status IN ('ACTIVE', 'DISABLED')`), check('subscriptions_events', sql`cardinality(events) > 0`)],
);

/** One row for each event that a subscription is to hear of, and one for each replay. */
export const deliveries = schema.table(
  'deliveries',
  {
    id: uuid().primaryKey(),
    subscriptionId: uuid('subscription_id')
      .notNull()
      .references(() => subscriptions.id, { onDelete: 'cascade' }),
    /** What its receiver knows it by: the same for every try, and for a replay. */
    messageId: text('message_id').notNull(),
    eventId: uuid('event_id').notNull(),
    event: text().notNull(),
    subjectId: text('subject_id').notNull(),
    data: jsonb().notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    /** The trace of what the event tells of. */
    trace: text(),
    /** Of what happened at the same time, the order in which we have heard. */
    position: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    replayOf: uuid('replay_of'),
    status: text().notNull().default('PENDING'),
    attempts: integer().notNull().default(0),
    /** When it is tried next; while it is being tried, when others may take it up. */
    dueAt: timestamp('due_at', { withTimezone: true }).notNull().defaultNow(),
    responseCode: integer('response_code'),
    /** The beginning of what was answered to the last try, or why it was not sent. */
    response: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    settledAt: timestamp('settled_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('deliveries_event').on(table.subscriptionId, table.eventId).where(sql`replay_of IS NULL`),
    index('deliveries_due').on(table.dueAt).where(sql`status = 'PENDING'`),
    index('deliveries_subject').on(table.subscriptionId, table.subjectId, table.occurredAt, table.position).where(sql`status = 'PENDING'`),
    index('deliveries_created').on(table.createdAt),
    check('deliveries_status', sql`status IN ('PENDING', 'DELIVERED', 'DEAD')`),
  ],
);
