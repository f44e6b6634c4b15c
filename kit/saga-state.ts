import type { Sql } from 'postgres';
import type { Sample } from './scrape.ts';
import { sagaOldest, sagas, sagasOverdue } from './state-metrics.ts';

type Row = { name: string; state: string; sagas: number; overdue: number; oldest: number };

const STATES = ['RUNNING', 'COMPENSATING', 'WAITING', 'STUCK'];

/**
 * Sagas that have not ended, by name and state, each with a row though there be none. One that waits, or has waited, for somebody outside is
 * overdue when its deadline is over; any other after a minute. Both parts have an index of their own, of what has not ended.
 */
export async function sagaSamples(sql: Sql, names: readonly string[]): Promise<Sample[]> {
  const rows = await sql<Row[]>`
    SELECT name, state, count(*)::int AS sagas, max(extract(epoch FROM clock_timestamp() - created_at))::float8 AS oldest,
      (count(*) FILTER (WHERE CASE WHEN state = 'WAITING' OR log @> '[{"kind": "waiting"}]' THEN deadline ELSE created_at + interval '60 seconds' END
        < clock_timestamp()))::int AS overdue
    FROM sagas WHERE state IN ('RUNNING', 'COMPENSATING', 'WAITING') GROUP BY 1, 2
    UNION ALL
    SELECT name, state, count(*)::int, max(extract(epoch FROM clock_timestamp() - created_at))::float8, 0
    FROM sagas WHERE state = 'STUCK' GROUP BY 1, 2`;
  return names.flatMap((saga) => {
    const own = rows.filter((row) => row.name === saga);
    return [
      { gauge: sagasOverdue, labels: { saga }, value: own.reduce((sum, row) => sum + row.overdue, 0) },
      { gauge: sagaOldest, labels: { saga }, value: Math.max(0, ...own.map((row) => row.oldest)) },
      ...STATES.map((state) => ({
        gauge: sagas,
        labels: { saga, state },
        value: own.find((row) => row.state === state)?.sagas ?? 0,
      })),
    ];
  });
}
