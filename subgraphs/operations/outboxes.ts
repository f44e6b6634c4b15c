import type { SqlLike } from '../../kit/db.ts';

/** Contexts that have an outbox, found in the catalogue: a new one is audited from its first day. */
export const outboxes = async (sql: SqlLike): Promise<string[]> =>
  (
    await sql<{ name: string }[]>`
    SELECT n.nspname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = 'outbox' AND c.relkind IN ('r', 'f')
      AND EXISTS (SELECT FROM pg_class i WHERE i.relnamespace = n.oid AND i.relname = 'inbox') ORDER BY 1`
  ).map((row) => row.name);
