import type { Sql } from 'postgres';

/** Longer than an outbox keeps what it has said: what the audit compares with is never gone first. */
const KEPT_DAYS = 30;
const BATCH = 5_000;

/** The log of deliveries is kept for a month; what may still be sent is never deleted. */
export async function forgetOld(sql: Sql): Promise<{ forgotten: number }> {
  const gone = await sql`
    DELETE FROM deliveries WHERE id IN (
      SELECT id FROM deliveries WHERE status <> 'PENDING' AND created_at < now() - ${KEPT_DAYS} * interval '1 day' ORDER BY created_at LIMIT ${BATCH})`;
  return { forgotten: gone.count };
}
