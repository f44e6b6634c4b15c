import type { TransactionSql } from 'postgres';
import type { Invariant } from '../invariant.ts';

/** Whoever has an outbox, found in the catalogue: a new context is audited from its first day. */
const contexts = (sql: TransactionSql) => sql<{ name: string }[]>`
  SELECT n.nspname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = 'outbox' AND c.relkind = 'r'
    AND EXISTS (SELECT FROM pg_class i WHERE i.relnamespace = n.oid AND i.relname = 'inbox') ORDER BY 1`;

export const outboxDrained: Invariant = {
  id: 'outbox-drained',
  promise: 'What a context has said is told to the others within 30 s.',
  async count({ sql }) {
    const counts = [];
    for (const { name } of await contexts(sql))
      counts.push(...(await sql<{ rows: number }[]>`SELECT count(*) AS rows FROM ${sql(`${name}.outbox`)} WHERE published_at IS NULL`));
    return counts;
  },
  async offenders({ sql }) {
    const late = [];
    for (const { name } of await contexts(sql)) {
      late.push(
        ...(await sql<{ subject: string; since: Date; detail: string }[]>`
        SELECT ${`outbox of ${name}`} AS subject, min(occurred_at) AS since, format('%s of %s not told yet', count(*), type) AS detail
        FROM ${sql(`${name}.outbox`)} WHERE published_at IS NULL AND occurred_at < now() - interval '30 seconds'
          GROUP BY type ORDER BY type`),
      );
    }
    return late;
  },
};
