import type { TransactionSql } from 'postgres';
import type { Offender } from './invariant.ts';

type History = { kind: string; of: string; steps: string; owner: string; legal: string[] };

/**
 * Steps that are numbered with a gap, do not begin where the one before ended, or must not be; and histories that do not
 * end with the stored status. `legal` lists the steps as `from>to`, the first one as `>to`.
 */
export const brokenHistory = (sql: TransactionSql, { kind, of, steps, owner, legal }: History) => sql<Offender[]>`
  WITH steps AS (
    SELECT ${sql(owner)} AS id, seq, from_status, to_status, at, row_number() OVER chain AS place, lag(to_status) OVER chain AS before,
      lead(seq) OVER chain IS NULL AS last
    FROM ${sql(steps)} WINDOW chain AS (PARTITION BY ${sql(owner)} ORDER BY seq)
  )
  SELECT ${kind} || ' ' || id AS subject, at AS since,
    format('step %s, the %s., leads from %s to %s after %s', seq, place, coalesce(from_status, 'nothing'), to_status,
      coalesce(before, 'nothing')) AS detail
  FROM steps WHERE seq <> place OR from_status IS DISTINCT FROM before OR concat(from_status, '>', to_status) <> ALL(${legal})
  UNION ALL
  SELECT ${kind} || ' ' || coalesce(o.id, s.id), s.at, format('%s, but its history ends with %s', coalesce(o.status, 'not there'),
    coalesce(s.to_status, 'nothing'))
  FROM ${sql(of)} o FULL JOIN (SELECT id, to_status, at FROM steps WHERE last) AS s ON s.id = o.id
  WHERE o.status IS DISTINCT FROM s.to_status`;
