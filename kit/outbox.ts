import { sql as raw } from 'drizzle-orm';
import { bigint, index, integer, jsonb, type PgSchema, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Sql, TransactionSql } from 'postgres';
import type { Contract, EventEnvelope } from './contract.ts';
import { uuidv7 } from './uuid.ts';
import type { z } from 'zod';

/** What every context keeps beside its own tables: what it has said (outbox), heard (inbox), and who holds a lease. */
export const messageTables = (schema: PgSchema) => ({
  outbox: schema.table(
    'outbox',
    {
      id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
      eventId: uuid('event_id').notNull(),
      type: text().notNull(),
      aggregateId: text('aggregate_id').notNull(),
      version: bigint({ mode: 'number' }).notNull(),
      payload: jsonb().notNull(),
      occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull().defaultNow(),
      publishedAt: timestamp('published_at', { withTimezone: true }),
    },
    (table) => [index('outbox_unpublished').on(table.id).where(raw`published_at IS NULL`)],
  ),
  inbox: schema.table(
    'inbox',
    { eventId: uuid('event_id').notNull(), receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow() },
    (table) => [primaryKey({ columns: [table.eventId] })],
  ),
  leases: schema.table('leases', {
    name: text().primaryKey(),
    owner: uuid().notNull(),
    until: timestamp({ withTimezone: true }).notNull(),
    epoch: integer().notNull().default(1),
  }),
});

export type NewEvent = { type: string; aggregateId: string; version: number; payload: unknown };

/** Writes events into the outbox, inside the transaction of the command that they tell of. */
export async function emit(tx: TransactionSql | Sql, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx`
    INSERT INTO outbox (event_id, type, aggregate_id, version, payload)
    SELECT event_id, type, aggregate_id, version, payload::jsonb FROM unnest(${events.map(() => uuidv7())}::uuid[], ${events.map((e) => e.type)}::text[],
      ${events.map((e) => e.aggregateId)}::text[], ${events.map((e) => e.version)}::bigint[],
      ${events.map((e) => JSON.stringify(e.payload))}::text[]) AS x(event_id, type, aggregate_id, version, payload)`;
}

/** Makes events of one contract, their payloads checked against it. */
export const eventOf = <C extends Contract, K extends keyof C['events'] & string>(
  contract: C,
  name: K,
  about: { id: string; version: number },
  payload: z.input<C['events'][K]>,
): NewEvent => ({
  type: `${contract.name}.${name}`,
  aggregateId: about.id,
  version: about.version,
  payload: contract.events[name]!.parse(payload),
});

/**
 * The oldest unpublished events, for the one relay that holds the lease; none for any other.
 * Unpublished, never "id above the last seen": a transaction that commits late would be skipped.
 */
export async function takeEvents(sql: Sql, owner: string, limit: number): Promise<EventEnvelope[]> {
  // most looks find nothing: those write no lease
  const [some] = await sql`SELECT 1 AS one FROM outbox WHERE published_at IS NULL LIMIT 1`;
  if (!some) return [];
  const held = await sql`
    INSERT INTO leases AS l (name, owner, until) VALUES ('outbox-relay', ${owner}, now() + interval '5 seconds')
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until,
      epoch = l.epoch + (l.owner <> excluded.owner)::int
    WHERE l.owner = excluded.owner OR l.until < now() RETURNING 1`;
  if (held.length === 0) return [];
  return sql<EventEnvelope[]>`
    SELECT event_id AS "eventId", type, aggregate_id AS "aggregateId", version, payload,
      to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt"
    FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT ${limit}`;
}

export async function eventsPublished(sql: Sql, eventIds: string[]): Promise<void> {
  await sql`UPDATE outbox SET published_at = now() WHERE published_at IS NULL AND event_id = ANY(${eventIds}::uuid[])`;
  await sql`
    DELETE FROM outbox WHERE id IN (
      SELECT id FROM outbox WHERE published_at < now() - interval '7 days' ORDER BY id LIMIT 1000)`;
}
