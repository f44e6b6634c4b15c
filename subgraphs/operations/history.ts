import type { TransactionSql } from 'postgres';
import type { Offender } from './invariant.ts';

type History = { kind: string; of: string; steps: string; owner: string; legal: string[] };

/**
 * Steps that are numbered with a gap, do not begin where the one before ended, or must not be; and histories that do not
 * end with the stored status. `legal` lists the steps as `from>to`, the first one as `>to`.
 */
export const brokenHistory = (sql: TransactionSql, { kind, of, steps, owner, legal }: History) => sql<Offender[]>`
  SELECT ${kind} || ' ' || s.${sql(owner)} AS subject, s.at AS since,
    format('step %s leads from %s to %s after %s', s.seq, coalesce(s.from_status, 'nothing'), s.to_status,
      coalesce(before.to_status, 'nothing')) AS detail
  FROM ${sql(steps)} s LEFT JOIN ${sql(steps)} before ON before.${sql(owner)} = s.${sql(owner)} AND before.seq = s.seq - 1
  LEFT JOIN unnest(${legal}::text[]) AS step(legal) ON step.legal = coalesce(s.from_status, '') || '>' || s.to_status
  WHERE s.from_status IS DISTINCT FROM before.to_status OR (before.seq IS NULL AND s.seq <> 1)
    OR step.legal IS NULL
  UNION ALL
  SELECT ${kind} || ' ' || coalesce(o.id, ended.id), last.at, format('%s, but its history ends with %s', coalesce(o.status, 'not there'),
    coalesce(last.to_status, 'nothing'))
  FROM ${sql(of)} o FULL JOIN (SELECT ${sql(owner)} AS id, max(seq) AS seq FROM ${sql(steps)} GROUP BY 1) AS ended ON ended.id = o.id
  LEFT JOIN ${sql(steps)} last ON last.${sql(owner)} = ended.id AND last.seq = ended.seq
  WHERE o.status IS DISTINCT FROM last.to_status`;
