import type { Sql } from 'postgres';
import { batched } from '../../../kit/batch.ts';
import { isConnectionLost } from '../../../kit/db.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import type { Entry, SagaRecord, SagaState, Write } from '../../../kit/saga-log.ts';

/** An attempt and its saga, if it came so far. */
export type AttemptRow = {
  id: string;
  scope: string;
  fingerprint: string;
  refusals: Refusal[] | null;
  state: SagaState | null;
  ids: Record<string, string> | null;
  sagaRefusals: Refusal[] | null;
  log: Entry[] | null;
  expiresAt: Date | null;
};

export type NewAttempt = { id: string; scope: string; key: string; fingerprint: string };

/** What is written down: a saga with its first entries and how long it may take, or why it cannot be tried. */
type Opening = NewAttempt & ({ saga: SagaRecord; first: Write; seconds: number } | { refusals: Refusal[] });

/**
 * Writes attempts down with their sagas, or with their refusals, all of a turn in one statement; false where the key is known
 * already, and nothing is written. Where the database's reply was lost, its commit may not have been: the ids tell.
 */
export const attemptOpener = (sql: Sql) =>
  batched<Opening, boolean>(
    async (openings) => {
      try {
        return await insertAttempts(sql, openings);
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        const there = await attemptsThere(sql, openings);
        const left = openings.filter((opening) => !there.has(opening.id));
        const written = left.length > 0 ? await insertAttempts(sql, left) : [];
        return openings.map((opening) => there.has(opening.id) || written[left.indexOf(opening)]!);
      }
    },
    { inFlight: 2 },
  );

async function attemptsThere(sql: Sql, openings: Opening[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`SELECT id FROM attempts WHERE id = ANY(${openings.map((opening) => opening.id)}::uuid[])`;
  return new Set(rows.map((row) => row.id));
}

/** In the order of keys, in which everybody writes them: two who bring the same keys wait for each other once at most. */
async function insertAttempts(sql: Sql, openings: Opening[]): Promise<boolean[]> {
  const sorted = [...openings].sort((a, b) => (`${a.scope} ${a.key}` < `${b.scope} ${b.key}` ? -1 : 1));
  const of = <T>(pick: (opening: Opening) => T) => sorted.map(pick);
  const sagas = openings.flatMap((opening) => ('saga' in opening ? [opening] : []));
  const ofSaga = <T>(pick: (opening: Extract<Opening, { saga: SagaRecord }>) => T) => sagas.map(pick);
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const written = await sql<{ id: string }[]>`
    WITH opened AS (
      INSERT INTO attempts (id, scope, key, fingerprint, refusals)
      SELECT id, scope, key, fingerprint, refusals::jsonb FROM unnest(${of((o) => o.id)}::uuid[], ${of((o) => o.scope)}::text[],
        ${of((o) => o.key)}::text[], ${of((o) => o.fingerprint)}::text[], ${of((o) => json('refusals' in o ? o.refusals : null))}::text[])
        AS x(id, scope, key, fingerprint, refusals)
      ON CONFLICT (scope, key) DO NOTHING RETURNING id
    ), begun AS (
      INSERT INTO sagas (id, name, state, input, ids, log, refusals, trace, lease_until, deadline)
      SELECT id, name, state, input::jsonb, ids::jsonb, log::jsonb, refusals::jsonb, trace, now() + lease_ms * interval '1 millisecond',
        now() + seconds * interval '1 second'
      FROM unnest(${ofSaga((o) => o.id)}::uuid[], ${ofSaga((o) => o.saga.name)}::text[], ${ofSaga((o) => o.first.state)}::text[],
        ${ofSaga((o) => json(o.saga.input))}::text[], ${ofSaga((o) => json(o.saga.ids))}::text[], ${ofSaga((o) => json(o.first.entries))}::text[],
        ${ofSaga((o) => json(o.first.refusals))}::text[], ${ofSaga((o) => o.saga.trace)}::text[], ${ofSaga((o) => o.first.leaseMs)}::int[], ${ofSaga((o) => o.seconds)}::int[])
        AS x(id, name, state, input, ids, log, refusals, trace, lease_ms, seconds) JOIN opened USING (id)
    )
    SELECT id FROM opened`;
  const ids = new Set(written.map((row) => row.id));
  return openings.map((opening) => ids.has(opening.id));
}

const select = (sql: Sql) => sql`
  SELECT a.id, a.scope, a.fingerprint, a.refusals, s.state, s.ids, s.refusals AS "sagaRefusals", s.log, s.deadline AS "expiresAt"
  FROM attempts a LEFT JOIN sagas s ON s.id = a.id`;

export async function attemptByKey(sql: Sql, scope: string, key: string): Promise<AttemptRow | null> {
  const [row] = await sql<AttemptRow[]>`${select(sql)} WHERE a.scope = ${scope} AND a.key = ${key}`;
  return row ?? null;
}

export async function attemptById(sql: Sql, id: string): Promise<AttemptRow | null> {
  const [row] = await sql<AttemptRow[]>`${select(sql)} WHERE a.id = ${id}`;
  return row ?? null;
}
