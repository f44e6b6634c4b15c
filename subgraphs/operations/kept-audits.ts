import type { Sql } from 'postgres';
import type { Log } from '../../kit/log.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import type { AuditReport } from './contract.ts';

const KEPT = '30 days';

/** What an audit has found is written down: those who watch are told of it without asking again. An audit that cannot be kept is an audit all the same. */
export async function keepAudit(sql: Sql, { rowsChecked, findings }: AuditReport, log: Log): Promise<void> {
  const counts: Record<string, number> = {};
  for (const { invariant } of findings) counts[invariant] = (counts[invariant] ?? 0) + 1;
  try {
    await sql`INSERT INTO audits (id, rows_checked, findings) VALUES (${uuidv7()}, ${rowsChecked}, ${sql.json(counts)})`;
    await sql`DELETE FROM audits WHERE at < now() - ${KEPT}::interval`;
  } catch (err) {
    log.warn({ err }, 'an audit was not written down');
  }
}

/** The last one: how long ago, and findings by invariant; null where none is kept. */
export async function lastAudit(sql: Sql): Promise<{ ageSeconds: number; findings: Record<string, number> } | null> {
  const [row] = await sql<{ ageSeconds: number; findings: Record<string, number> }[]>`
    SELECT extract(epoch FROM clock_timestamp() - at)::float8 AS "ageSeconds", findings FROM audits ORDER BY at DESC LIMIT 1`;
  return row ?? null;
}

/** One audit in so many seconds, whoever asks and however many do: true for the one who is to make it. */
export async function mayAudit(sql: Sql, everySeconds: number): Promise<boolean> {
  const taken = await sql`
    INSERT INTO leases AS l (name, owner, until) VALUES ('audit', ${uuidv7()}, now() + ${everySeconds} * interval '1 second')
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until, epoch = l.epoch + 1 WHERE l.until <= now() RETURNING 1`;
  return taken.length > 0;
}
