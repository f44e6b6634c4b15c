import type { Sql } from 'postgres';

const BATCH = 5_000;

/** A mail that is sent, given up or dropped is deleted so many days after it was made; one that may still be sent never is. */
export async function forgetOld(sql: Sql, { keepDays }: { keepDays: number }): Promise<{ forgotten: number }> {
  const gone = await sql`
    DELETE FROM mails WHERE id IN (
      SELECT id FROM mails WHERE status <> 'PENDING' AND created_at < now() - ${keepDays} * interval '1 day' ORDER BY created_at LIMIT ${BATCH})`;
  return { forgotten: gone.count };
}
