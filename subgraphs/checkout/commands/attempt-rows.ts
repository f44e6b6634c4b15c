import type { Sql } from 'postgres';
import { isConnectionLost } from '../../../kit/db.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import { type Entry, LEASE_MS, type SagaRecord, type SagaState } from '../../../kit/saga-log.ts';

/** An attempt and its saga, if it came so far. */
export type AttemptRow = {
  id: string;
  fingerprint: string;
  refusals: Refusal[] | null;
  state: SagaState | null;
  ids: Record<string, string> | null;
  sagaRefusals: Refusal[] | null;
  log: Entry[] | null;
  expiresAt: Date | null;
};

export type NewAttempt = { id: string; scope: string; key: string; fingerprint: string };

type Opening = { saga: SagaRecord; seconds: number } | { refusals: Refusal[] };

/**
 * Writes an attempt down with its saga, or with its refusals; false when the key is known already, and nothing is written.
 * Where the database's reply was lost, its commit may not have been: the key tells whose attempt there is.
 */
export async function openAttempt(sql: Sql, attempt: NewAttempt, what: Opening): Promise<boolean> {
  try {
    return await insertAttempt(sql, attempt, what);
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    const known = await attemptByKey(sql, attempt.scope, attempt.key);
    return known ? known.id === attempt.id : insertAttempt(sql, attempt, what);
  }
}

async function insertAttempt(sql: Sql, attempt: NewAttempt, what: Opening): Promise<boolean> {
  const { id, scope, key, fingerprint } = attempt;
  if ('refusals' in what) {
    const written = await sql`
      INSERT INTO attempts (id, scope, key, fingerprint, refusals) VALUES (${id}, ${scope}, ${key}, ${fingerprint}, ${sql.json(what.refusals as never)})
      ON CONFLICT (scope, key) DO NOTHING RETURNING 1`;
    return written.length > 0;
  }
  const { saga, seconds } = what;
  const written = await sql`
    WITH attempt AS (
      INSERT INTO attempts (id, scope, key, fingerprint) VALUES (${id}, ${scope}, ${key}, ${fingerprint})
      ON CONFLICT (scope, key) DO NOTHING RETURNING id)
    INSERT INTO sagas (id, name, state, input, ids, lease_until, deadline)
    SELECT id, ${saga.name}, 'RUNNING', ${sql.json(saga.input as never)}, ${sql.json(saga.ids)},
      now() + ${LEASE_MS} * interval '1 millisecond', now() + ${seconds} * interval '1 second' FROM attempt RETURNING 1`;
  return written.length > 0;
}

const select = (sql: Sql) => sql`
  SELECT a.id, a.fingerprint, a.refusals, s.state, s.ids, s.refusals AS "sagaRefusals", s.log, s.deadline AS "expiresAt"
  FROM attempts a LEFT JOIN sagas s ON s.id = a.id`;

export async function attemptByKey(sql: Sql, scope: string, key: string): Promise<AttemptRow | null> {
  const [row] = await sql<AttemptRow[]>`${select(sql)} WHERE a.scope = ${scope} AND a.key = ${key}`;
  return row ?? null;
}

export async function attemptById(sql: Sql, id: string): Promise<AttemptRow | null> {
  const [row] = await sql<AttemptRow[]>`${select(sql)} WHERE a.id = ${id}`;
  return row ?? null;
}
