import type { Sql } from 'postgres';
import type { Read } from './db.ts';
import type { Sample } from './scrape.ts';
import { databaseAnswer, databaseConnections, outboxEvents, outboxOldest } from './state-metrics.ts';

/** More than so many are as bad as any number; counting them all would cost the more the worse it stands. */
const COUNTED = 10_000;

/**
 * What of its outbox is still on its way: for the relay (nobody has taken it up), or to a subscriber by name. Walks the two partial
 * indexes from their old ends, and no further than that.
 */
export async function outboxSamples(read: Read, context: string): Promise<Sample[]> {
  const rows = await read(
    (sql) => sql<{ waitingFor: string; events: number; oldest: number }[]>`
    SELECT 'relay' AS "waitingFor", count(*)::int AS events, coalesce(extract(epoch FROM clock_timestamp() - min(occurred_at)), 0)::float8 AS oldest
    FROM (SELECT occurred_at FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT ${COUNTED}) AS untold
    UNION ALL
    SELECT subscriber, count(*)::int, extract(epoch FROM clock_timestamp() - min(occurred_at))::float8
    FROM (SELECT occurred_at, awaiting FROM outbox WHERE awaiting <> '{}' ORDER BY event_id LIMIT ${COUNTED}) AS unheard, unnest(awaiting) AS subscriber
    GROUP BY 1`,
    { fresh: true },
  );
  return rows.flatMap(({ waitingFor, events, oldest }) => {
    const labels = { context, waiting_for: waitingFor };
    return [
      { gauge: outboxEvents, labels, value: events },
      { gauge: outboxOldest, labels, value: Math.max(0, oldest) },
    ];
  });
}

/** Connections of the context's role, those of its other processes too; and how long one had to be waited for. Its own does not count. */
export async function connectionSamples(sql: Sql, context: string): Promise<Sample[]> {
  const asked = performance.now();
  const [row] = await sql<{ busy: number; idle: number }[]>`
    SELECT count(*) FILTER (WHERE state <> 'idle')::int AS busy, count(*) FILTER (WHERE state = 'idle')::int AS idle FROM pg_stat_activity
    WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()`;
  return [
    { gauge: databaseAnswer, labels: { context }, value: (performance.now() - asked) / 1000 },
    { gauge: databaseConnections, labels: { context, state: 'busy' }, value: row!.busy },
    { gauge: databaseConnections, labels: { context, state: 'idle' }, value: row!.idle },
  ];
}
