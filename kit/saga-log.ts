import { sql as raw } from 'drizzle-orm';
import { boolean, index, type IndexBuilder, integer, jsonb, type PgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';
import { batched } from './batch.ts';
import { groupBy } from './group.ts';
import type { Refusal } from './refusal.ts';

export type SagaState = 'RUNNING' | 'COMPENSATING' | 'WAITING' | 'DONE' | 'COMPENSATED' | 'STUCK';
export type Entry = { step: string; kind: 'started' | 'done' | 'refused' | 'waiting' | 'undone' | 'fault'; answer?: unknown };

/** A saga as the log has it. Whoever holds the lease holds the `epoch`; a later owner has a higher one. */
export type SagaRecord = {
  id: string;
  name: string;
  state: SagaState;
  epoch: number;
  input: unknown;
  ids: Record<string, string>;
  log: Entry[];
  refusals: Refusal[] | null;
  /** The trace that it began in: whoever takes it up goes on with it. */
  trace: string | null;
  /** Claims so far: how often somebody has taken it up. */
  claims: number;
  /** The deadline has passed, by the database's clock. */
  expired: boolean;
};

/** `leaseMs`: how long until somebody else may take it up; short means let go. */
export type Write = { id: string; epoch: number; entries: Entry[]; state: SagaState; refusals: Refusal[] | null; leaseMs: number };

export type SagaLog = {
  /** Throws `Overtaken` when a later owner has the saga: then nothing of this is written. */
  write(write: Write): Promise<{ expired: boolean }>;
  claim(limit: number): Promise<SagaRecord[]>;
  /** Takes up parked sagas at the next recovery instead of at their deadline. */
  wake(ids: string[]): Promise<void>;
};

export class Overtaken extends Error {
  constructor(id: string) {
    super(`saga ${id} has a later owner`);
  }
}

export const LEASE_MS = 5_000;

/** `more`: indexes that a context's own questions want. Not on what a log entry changes: the rows stay cheap to update in place. */
export const sagaTable = (schema: PgSchema, more: IndexBuilder[] = []) =>
  schema.table(
    'sagas',
    {
      id: uuid().primaryKey(),
      name: text().notNull(),
      state: text().notNull(),
      epoch: integer().notNull().default(1),
      input: jsonb().notNull(),
      ids: jsonb().notNull(),
      log: jsonb().notNull().default([]),
      refusals: jsonb(),
      trace: text(),
      claims: integer().notNull().default(1),
      woken: boolean().notNull().default(false),
      leaseUntil: timestamp('lease_until', { withTimezone: true }).notNull(),
      deadline: timestamp({ withTimezone: true }).notNull(),
      createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
      updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    },
    // not on lease_until: it changes with every write, and the rows stay cheap to update in place without it
    (table) => [
      index('sagas_open').on(table.createdAt).where(raw`state IN ('RUNNING', 'COMPENSATING', 'WAITING')`),
      index('sagas_stuck').on(table.createdAt).where(raw`state = 'STUCK'`),
      ...more,
    ],
  );

const ownerOf = ({ id, epoch }: { id: string; epoch: number }) => `${id} ${epoch}`;

/** What one owner wrote at once, a heartbeat beside a step: an UPDATE takes one row of each saga, and would drop the others. */
const asOne = (writes: Write[]): Write => ({
  ...writes.at(-1)!,
  entries: writes.flatMap((write) => write.entries),
  refusals: writes.findLast((write) => write.refusals)?.refusals ?? null,
});

/** The log in Postgres. Writes of concurrent sagas go out as one statement, each fenced by its own epoch. */
export function postgresSagaLog(sql: Sql): SagaLog {
  const write = batched(
    async (all: Write[]): Promise<({ expired: boolean } | null)[]> => {
      const writes = [...groupBy(all, ownerOf).values()].map(asOne);
      const rows = await sql<{ id: string; epoch: number; expired: boolean }[]>`
      UPDATE sagas s SET log = s.log || x.entries::jsonb, state = x.state, refusals = coalesce(x.refusals::jsonb, s.refusals), updated_at = now(),
        lease_until = CASE WHEN s.woken AND x.state = 'WAITING' THEN now() ELSE now() + x.lease_ms * interval '1 millisecond' END
      FROM unnest(${writes.map((w) => w.id)}::uuid[], ${writes.map((w) => w.epoch)}::int[], ${writes.map((w) => w.state)}::text[],
        ${writes.map((w) => JSON.stringify(w.entries))}::text[], ${writes.map((w) => (w.refusals ? JSON.stringify(w.refusals) : null))}::text[],
        ${writes.map((w) => w.leaseMs)}::int[]) AS x(id, epoch, state, entries, refusals, lease_ms)
      WHERE s.id = x.id AND s.epoch = x.epoch RETURNING s.id, s.epoch, s.deadline < now() AS expired`;
      const written = new Map(rows.map((row) => [ownerOf(row), row]));
      return all.map((w) => written.get(ownerOf(w)) ?? null);
    },
    { inFlight: 2 },
  );
  return {
    async write(entry) {
      const written = await write(entry);
      if (!written) throw new Overtaken(entry.id);
      return written;
    },
    claim: (limit) => sql<SagaRecord[]>`
      UPDATE sagas SET epoch = epoch + 1, claims = claims + 1, woken = false,
        state = CASE state WHEN 'WAITING' THEN 'RUNNING' ELSE state END, lease_until = now() + ${LEASE_MS} * interval '1 millisecond'
      WHERE id IN (
        SELECT id FROM sagas WHERE state IN ('RUNNING', 'COMPENSATING', 'WAITING')
          AND (lease_until < now() OR (state = 'WAITING' AND deadline < now()))
        ORDER BY created_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id, name, state, epoch, input, ids, log, refusals, trace, claims, deadline < now() AS expired`,
    async wake(ids) {
      await sql`
        UPDATE sagas SET woken = true, lease_until = CASE WHEN state = 'WAITING' THEN now() ELSE lease_until END
        WHERE id = ANY(${ids}::uuid[]) AND state IN ('RUNNING', 'WAITING')`;
    },
  };
}
