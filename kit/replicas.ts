import type { Sql } from 'postgres';
import type { Log } from './log.ts';
import { replicaLag } from './telemetry.ts';

const WATCH_MS = 1_000;
/** Who is further behind is not asked. */
const MAX_LAG_MS = 2_000;
const MARKS = 120;

type Replica = { name: string; sql: Sql; lagMs: number };
type Mark = { lsn: string; at: number };
type Options = { context: string; primary: Sql; replicas: { name: string; sql: Sql }[]; log: Log };

export type Replicas = {
  /** One that is up to date, each in its turn; null when there is none. */
  pick(): Replica | null;
  /** Is not asked until it has been looked at again. */
  doubt(replica: Replica): void;
  close(): void;
};

/**
 * Watches how far each replica has come: the primary's position in its log is written down each second, and a replica is
 * as late as the oldest of these positions that it has not reached. No clock of another machine is needed.
 */
export function watchReplicas({ context, primary, replicas, log }: Options): Replicas {
  const all: Replica[] = replicas.map((replica) => ({ ...replica, lagMs: Number.POSITIVE_INFINITY }));
  let marks: Mark[] = [];
  let turn = 0;
  let closed = false;

  async function look(): Promise<void> {
    const at = performance.now();
    // a primary that is away changes nothing: who only looks can go on
    const [now] = await primary<{ lsn: string }[]>`SELECT pg_current_wal_lsn()::text AS lsn`.catch(() => []);
    if (now) marks = [...marks.slice(-MARKS), { lsn: now.lsn, at }];
    await Promise.all(all.map((replica) => lookAt(replica)));
  }
  async function lookAt(replica: Replica): Promise<void> {
    const before = isUsable(replica);
    replica.lagMs = await lagOf(replica.sql, marks).catch(() => Number.POSITIVE_INFINITY);
    replicaLag.set({ context, replica: replica.name }, replica.lagMs / 1000);
    if (isUsable(replica) !== before)
      log[before ? 'warn' : 'info'](
        { replica: replica.name, lag_ms: replica.lagMs },
        before ? 'a replica is not used' : 'a replica is used',
      );
  }
  let looking = look();
  const watch = setInterval(() => {
    looking = looking.then(() => (closed ? undefined : look()));
  }, WATCH_MS);
  watch.unref();
  return {
    pick() {
      for (let tried = 0; tried < all.length; tried++) {
        turn = (turn + 1) % all.length;
        if (isUsable(all[turn]!)) return all[turn]!;
      }
      return null;
    },
    doubt: (replica) => {
      replica.lagMs = Number.POSITIVE_INFINITY;
    },
    close() {
      closed = true;
      clearInterval(watch);
    },
  };
}

const isUsable = ({ lagMs }: Replica): boolean => lagMs <= MAX_LAG_MS;

/** Infinite for a server that follows nobody: it has been promoted, or was never a replica. */
async function lagOf(sql: Sql, marks: Mark[]): Promise<number> {
  const [state] = await sql<{ follows: boolean; reached: number }[]>`
    SELECT pg_is_in_recovery() AS follows,
      (SELECT count(*) FROM unnest(${marks.map((mark) => mark.lsn)}::text[]::pg_lsn[]) AS lsn WHERE lsn <= pg_last_wal_replay_lsn())::int AS reached`;
  if (!state!.follows) return Number.POSITIVE_INFINITY;
  const missing = marks[state!.reached];
  return missing ? performance.now() - missing.at : 0;
}
