import type { Sql } from 'postgres';
import type { Log } from '../../kit/log.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import type { Checked } from './commands/audit.ts';

const KEPT = '30 days';

/** Of what is compared with the provider: an audit in which it stands has read the provider's ledger. */
const BY_THE_PROVIDER = 'stray-charges';

/**
 * What an audit has looked at and found is written down: those who watch are told of it without asking again. An audit that cannot be kept is
 * an audit all the same.
 */
export async function keepAudit(sql: Sql, { rowsChecked, findings, checked }: Checked, log: Log): Promise<void> {
  const counts = Object.fromEntries(checked.map((id) => [id, 0]));
  for (const { invariant } of findings) counts[invariant] = (counts[invariant] ?? 0) + 1;
  try {
    await sql`INSERT INTO audits (id, rows_checked, findings) VALUES (${uuidv7()}, ${rowsChecked}, ${sql.json(counts)})`;
    await sql`DELETE FROM audits WHERE at < now() - ${KEPT}::interval`;
  } catch (err) {
    log.warn({ err }, 'an audit was not written down');
  }
}

/** How long ago the last one was, and how much of each invariant was found when that was last looked at; null where none is kept. */
export async function lastAudit(sql: Sql): Promise<{ ageSeconds: number; findings: Record<string, number> } | null> {
  const rows = await sql<{ ageSeconds: number; findings: Record<string, number> }[]>`
    (SELECT extract(epoch FROM clock_timestamp() - at)::float8 AS "ageSeconds", findings FROM audits ORDER BY at DESC LIMIT 1)
    UNION ALL
    (SELECT extract(epoch FROM clock_timestamp() - at)::float8, findings FROM audits WHERE findings ? ${BY_THE_PROVIDER} ORDER BY at DESC LIMIT 1)`;
  const [last, withProvider] = rows;
  return last ? { ...last, findings: { ...withProvider?.findings, ...last.findings } } : null;
}

/** The provider's whole ledger is read once a day: it takes one call for a hundred payments. */
export async function shouldAskProvider(sql: Sql): Promise<boolean> {
  const asked = await sql`SELECT FROM audits WHERE findings ? ${BY_THE_PROVIDER} AND at > now() - interval '1 day' LIMIT 1`;
  return asked.length === 0;
}

/** One audit in so many seconds, whoever asks and however many do: true for the one who is to make it. */
export async function mayAudit(sql: Sql, everySeconds: number): Promise<boolean> {
  const taken = await sql`
    INSERT INTO leases AS l (name, owner, until) VALUES ('audit', ${uuidv7()}, now() + ${everySeconds} * interval '1 second')
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until, epoch = l.epoch + 1 WHERE l.until <= now() RETURNING 1`;
  return taken.length > 0;
}
