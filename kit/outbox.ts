import { sql as raw } from 'drizzle-orm';
import { bigint, index, integer, jsonb, type PgSchema, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Sql, TransactionSql } from 'postgres';
import type { Contract, EventEnvelope } from './contract.ts';
import { uuidv7 } from './uuid.ts';
import type { z } from 'zod';
import { traceparent } from './trace.ts';

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
      /** The trace of the command that tells of it, in W3C's words. */
      trace: text(),
      occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull().defaultNow(),
      publishedAt: timestamp('published_at', { withTimezone: true }),
      /** Subscribers that have not said yet that they know of it. */
      awaiting: text().array().notNull().default(raw`'{}'`),
      /** Subscribers that have failed on it for good. */
      dead: text().array().notNull().default(raw`'{}'`),
    },
    (table) => [
      index('outbox_unpublished').on(table.id).where(raw`published_at IS NULL`),
      index('outbox_awaiting').on(table.eventId).where(raw`awaiting <> '{}'`),
    ],
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
    INSERT INTO outbox (event_id, type, aggregate_id, version, payload, trace)
    SELECT event_id, type, aggregate_id, version, payload::jsonb, ${traceparent()}::text FROM unnest(${events.map(() => uuidv7())}::uuid[], ${events.map((e) => e.type)}::text[],
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

/** An event to be sent; to those named, or to whoever listens when it goes out for the first time. */
export type Outgoing = EventEnvelope & { to: string[] | null };
/** What became of events at one subscriber: it knows of them, it will be tried again, or it never will. */
export type Handled = { subscriber: string; eventIds: string[]; outcome: 'delivered' | 'tried' | 'dead' };

/** The one subscriber that no queue knows: the log that outsiders read. It is awaited as the others are, and takes what it is to hear itself. */
export const OUTSIDE = 'outside';

/** No word for so long, and the queue is taken to have lost it. Longer than the longest pause between two tries of a job. */
const LOST_AFTER_S = 20;

/**
 * The oldest unpublished events, and those that a queue has lost, for the one relay that holds the lease; none for any
 * other. Unpublished, never "id above the last seen": a transaction that commits late would be skipped.
 */
export async function takeEvents(sql: Sql, owner: string, limit: number): Promise<Outgoing[]> {
  const lost = sql`awaiting <> '{}' AND awaiting <> ${[OUTSIDE]}::text[] AND published_at < now() - ${LOST_AFTER_S} * interval '1 second'`;
  // most looks find nothing: those write no lease
  const [look] =
    await sql`SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL) OR EXISTS (SELECT FROM outbox WHERE ${lost}) AS some`;
  if (!look!.some) return [];
  if (!(await takeLease(sql, 'outbox-relay', owner, 5))) return [];
  return sql<Outgoing[]>`
    SELECT event_id AS "eventId", type, aggregate_id AS "aggregateId", version, payload, trace,
      to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt",
      CASE WHEN published_at IS NOT NULL THEN array_remove(awaiting, ${OUTSIDE}) END AS "to"
    FROM (
      (SELECT * FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT ${limit})
      UNION ALL (SELECT * FROM outbox WHERE ${lost} ORDER BY id LIMIT ${limit})) AS due
    ORDER BY id LIMIT ${limit}`;
}

/** Longer than it takes to append a batch, or to give it up. */
const APPENDING_S = 20;

/** The oldest events that the log outside has not got, for the one who holds the lease to append to it; none for any other. */
export async function takeOutside(sql: Sql, owner: string, limit: number): Promise<Outgoing[]> {
  const awaited = sql`awaiting <> '{}' AND ${OUTSIDE} = ANY(awaiting) AND published_at IS NOT NULL`;
  const [look] = await sql`SELECT EXISTS (SELECT FROM outbox WHERE ${awaited}) AS some`;
  if (!look!.some || !(await takeLease(sql, OUTSIDE, owner, APPENDING_S))) return [];
  return sql<Outgoing[]>`
    SELECT event_id AS "eventId", type, aggregate_id AS "aggregateId", version, payload,
      to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt", NULL AS "to"
    FROM outbox WHERE ${awaited} ORDER BY id LIMIT ${limit}`;
}

async function takeLease(sql: Sql, name: string, owner: string, seconds: number): Promise<boolean> {
  const held = await sql`
    INSERT INTO leases AS l (name, owner, until) VALUES (${name}, ${owner}, now() + ${seconds} * interval '1 second')
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until,
      epoch = l.epoch + (l.owner <> excluded.owner)::int
    WHERE l.owner = excluded.owner OR l.until < now() RETURNING 1`;
  return held.length > 0;
}

/** Written before they go into the queue, with who is to hear of them: what is lost on the way is sent again. */
export async function eventsPublished(sql: Sql, sent: { eventId: string; to: string[] }[]): Promise<void> {
  await sql`
    UPDATE outbox SET published_at = now(), awaiting = x.awaiting
    FROM unnest(${sent.map((event) => event.eventId)}::uuid[], ${sent.map((event) => JSON.stringify(event.to))}::text[]) AS given(event_id, names),
      LATERAL (SELECT array(SELECT jsonb_array_elements_text(names::jsonb)) AS awaiting) AS x
    WHERE outbox.event_id = given.event_id AND (published_at IS NULL OR outbox.awaiting <> '{}')`;
}

/** Deletes the oldest of what all have known of for a week. It walks over what is kept: for now and then, not for each batch. */
export async function forgetEvents(sql: Sql): Promise<void> {
  await sql`
    DELETE FROM outbox WHERE id IN (
      SELECT id FROM outbox WHERE published_at < now() - interval '7 days' AND awaiting = '{}' AND dead = '{}' ORDER BY id LIMIT 10000)`;
}

/** A subscriber's word on events that it was sent. Repeatable, in any order. */
export async function eventsHandled(sql: Sql, { subscriber, eventIds, outcome }: Handled): Promise<void> {
  const mine = sql`awaiting <> '{}' AND ${subscriber} = ANY(awaiting) AND event_id = ANY(${eventIds}::uuid[])`;
  if (outcome === 'tried') await sql`UPDATE outbox SET published_at = now() WHERE ${mine}`;
  else
    await sql`
      UPDATE outbox SET awaiting = array_remove(awaiting, ${subscriber}),
        dead = CASE WHEN ${outcome} = 'dead' THEN array_append(dead, ${subscriber}) ELSE dead END
      WHERE ${mine}`;
}
