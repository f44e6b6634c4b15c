import type { Sql } from 'postgres';

/** Holds that are pinned now, for checkout to tell which of them no saga is at work on. */
export const pinnedHolds = async (sql: Sql) => ({
  holds: await sql<{ reservationId: string; attemptId: string }[]>`
    SELECT id AS "reservationId", attempt_id AS "attemptId" FROM reservations WHERE status = 'HELD' AND attempt_id IS NOT NULL ORDER BY id`,
});
