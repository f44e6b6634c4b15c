import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgSchema, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('operations');
export const { outbox, inbox, leases } = messageTables(schema);

/** What audits have found, for a month: for those who watch. */
export const audits = schema.table(
  'audits',
  {
    id: uuid().primaryKey(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    rowsChecked: bigint('rows_checked', { mode: 'number' }).notNull(),
    /** How many, by invariant. */
    findings: jsonb().notNull(),
  },
  (table) => [index('audits_at').on(table.at)],
);

/**
 * What was mended, and by whom; all else that it answers is read from the other contexts, each time anew. Append-only (a
 * trigger refuses UPDATE, DELETE and TRUNCATE): a repair is first written down as INTENDED, its outcome is a second row under
 * the same id. One without a second row was cut off, and what came of it shows in the next plan.
 */
export const repairs = schema.table(
  'repairs',
  {
    id: uuid().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    by: text().notNull(),
    context: text().notNull(),
    kind: text().notNull(),
    subject: text().notNull(),
    before: text().notNull(),
    after: text().notNull(),
    /** INTENDED, then MENDED | CHANGED_MEANWHILE | NEEDS_A_PERSON | FAILED */
    outcome: text().notNull(),
    detail: text(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.outcome] }),
    index('repairs_at').on(table.at),
    check('repairs_outcome', sql`outcome IN ('INTENDED', 'MENDED', 'CHANGED_MEANWHILE', 'NEEDS_A_PERSON', 'FAILED')`),
  ],
);
