import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgSchema, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';
import { MailStatus } from './contract.ts';

export const schema = pgSchema('notifications');
export const { outbox, inbox, leases } = messageTables(schema);

const STATUSES = sql.raw(`status IN (${MailStatus.options.map((status) => `'${status}'`).join(', ')})`);

/** One row a mail. What is written in it, and to whom, is found out when it is first sent; then it stays as it is. */
export const mails = schema.table(
  'mails',
  {
    /** Its Message-ID is made of it: whoever gets it twice can tell. */
    id: uuid().primaryKey(),
    kind: text().notNull(),
    /** The event that it tells of: one mail of a kind an event. */
    eventId: uuid('event_id').notNull(),
    /** What the event said; ids and amounts, nothing of a person. */
    payload: jsonb().notNull(),
    /** The trace of what the event tells of. */
    trace: text(),
    orderId: uuid('order_id'),
    customerId: uuid('customer_id'),
    status: text().notNull().default('PENDING'),
    recipient: text(),
    subject: text(),
    textBody: text('text_body'),
    htmlBody: text('html_body'),
    attempts: integer().notNull().default(0),
    /** When it is tried next; while it is being tried, when others may take it up. */
    dueAt: timestamp('due_at', { withTimezone: true }).notNull().defaultNow(),
    /** Why the last try failed, or why there will be no other. */
    lastError: text('last_error'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    sentAt: timestamp('sent_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('mails_event').on(table.eventId, table.kind),
    index('mails_due').on(table.dueAt).where(sql`status = 'PENDING'`),
    index('mails_created').on(table.createdAt),
    index('mails_order').on(table.orderId),
    index('mails_customer').on(table.customerId),
    index('mails_recipient').on(sql`lower(recipient)`),
    check('mails_status', STATUSES),
    check('mails_written', sql`status <> 'SENT' OR sent_at IS NOT NULL`),
  ],
);
