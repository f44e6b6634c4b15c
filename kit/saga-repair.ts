import type { Sql } from 'postgres';
import { type SqlLike, transaction } from './db.ts';
import type { Sagas } from './sagas.ts';
import type { SagaState } from './saga-log.ts';

/** A saga that nobody is at work on and that does not go on by itself. */
export type Stalled = { id: string; name: string; state: SagaState; input: unknown; at: string | null; fault: string | null };

/** How long a mended saga is watched, so that what it came to can be told. */
const WATCH_MS = 10_000;
const ENDED: SagaState[] = ['DONE', 'COMPENSATED', 'STUCK', 'WAITING'];

/**
 * STUCK ones; and those that have been open for 30 s and are backing off after a fault, whose lease is long over, or whose
 * wait is past its deadline. One with a living lease is somebody's, however long it takes.
 */
export const stalledSagas = (sql: SqlLike, id?: string): Promise<Stalled[]> => sql<Stalled[]>`
  SELECT id, name, state, input, log->-1->>'step' AS at, CASE log->-1->>'kind' WHEN 'fault' THEN log->-1->>'answer' END AS fault FROM sagas
  WHERE (state = 'STUCK' OR (created_at < now() - interval '30 seconds' AND (
      (state IN ('RUNNING', 'COMPENSATING') AND log->-1->>'kind' = 'fault')
      OR (state IN ('RUNNING', 'COMPENSATING', 'WAITING') AND lease_until < now() - interval '10 seconds')
      OR (state = 'WAITING' AND deadline < now() - interval '10 seconds'))))
    ${id ? sql`AND id = ${id}` : sql``} ORDER BY id`;

/**
 * Sets a stalled saga going on the condition that it is still `as` it was: the way it was going, its claims counted anew,
 * under a new epoch, so that a late write of its last owner is refused. False when it has moved meanwhile.
 */
export const setGoing = (sql: Sql, id: string, as: (saga: Stalled) => boolean): Promise<boolean> =>
  transaction(sql, async (tx) => {
    await tx`SELECT 1 FROM sagas WHERE id = ${id} FOR UPDATE`;
    const [saga] = await stalledSagas(tx, id);
    if (!saga || !as(saga)) return false;
    await tx`
      UPDATE sagas SET epoch = epoch + 1, claims = 1, woken = true, lease_until = now() - interval '1 millisecond', updated_at = now(),
        state = CASE WHEN state = 'STUCK' THEN CASE WHEN refusals IS NULL THEN 'RUNNING' ELSE 'COMPENSATING' END ELSE state END
      WHERE id = ${id}`;
    return true;
  });

/** Carries on what nobody holds until this saga has ended or parked again, or the time is over; where it stands then. */
export async function driveToEnd(sql: Sql, sagas: Pick<Sagas, 'recover'>, id: string): Promise<SagaState> {
  for (const deadline = Date.now() + WATCH_MS; ; ) {
    await sagas.recover(100);
    const [saga] = await sql<{ state: SagaState }[]>`SELECT state FROM sagas WHERE id = ${id}`;
    if (!saga || ENDED.includes(saga.state) || Date.now() > deadline) return saga?.state ?? 'STUCK';
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
