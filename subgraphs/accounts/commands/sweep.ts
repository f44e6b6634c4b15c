import type { Sql } from 'postgres';

/** Sign-ins that ended are kept so long: a token of theirs that comes again is still known. */
const ENDED_DAYS = 7;

/** Deletes what nobody can use any more, at most `limit` rows of each kind. */
export async function sweep(sql: Sql, limit: number): Promise<{ removed: number }> {
  const ended = sql`now() - ${ENDED_DAYS} * interval '1 day'`;
  const gone = [
    await sql`DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE expires_at < now() OR revoked_at < ${ended} ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
    await sql`DELETE FROM links WHERE id IN (SELECT id FROM links WHERE expires_at < now() ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
    await sql`DELETE FROM tries WHERE key IN (SELECT key FROM tries WHERE until < now() ORDER BY key LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
    await sql`DELETE FROM spent_id_tokens WHERE hash IN (
      SELECT hash FROM spent_id_tokens WHERE expires_at < now() ORDER BY hash LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
  ];
  return { removed: gone.reduce((sum, { count }) => sum + count, 0) };
}
