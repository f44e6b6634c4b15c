import { setTimeout as sleep } from 'node:timers/promises';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import type { Sql } from 'postgres';
import { ConfigError } from './config.ts';

/** A statement that waits for a table makes all wait who come after it: so it waits for a moment, and comes again. */
const LOCK_MS = 2_000;
const TRIES = 20;
/** What changes a table of a shop that is open changes its description, which takes no time; whatever takes longer is a rewrite. */
const STATEMENT_MS = 30_000;
const LOCKED = '55P03';
const TOO_LONG = '57014';

type Options = { context: string; folder: string; lockMs?: number; tries?: number };

/**
 * Applies what is pending of a context's migrations, each in a transaction of its own, beside a shop that is open. One that builds
 * an index CONCURRENTLY runs without one, and may be run again. Throws a `ConfigError` when a table cannot be had, or takes too long.
 */
export async function applyMigrations(sql: Sql, { context, folder, lockMs = LOCK_MS, tries = TRIES }: Options): Promise<void> {
  const journal = `${context}_migrations.applied`;
  await sql.unsafe(`
    CREATE SCHEMA IF NOT EXISTS ${context}_migrations;
    CREATE TABLE IF NOT EXISTS ${journal} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`);
  const [last] = await sql.unsafe<{ at: string | null }[]>(`SELECT max(created_at) AS at FROM ${journal}`);
  for (const migration of readMigrationFiles({ migrationsFolder: folder })) {
    if (migration.folderMillis <= Number(last?.at ?? 0)) continue;
    const isApart = migration.sql.some((statement) => /\bCONCURRENTLY\b/i.test(statement));
    const apply = isApart ? () => applyApart(sql, journal, migration) : () => applyAtOnce(sql, journal, migration, lockMs);
    await patiently(context, apply, tries);
  }
}

const noted = (journal: string, { hash, folderMillis }: MigrationMeta): string =>
  `INSERT INTO ${journal} (hash, created_at) VALUES ('${hash}', ${folderMillis})`;

async function applyAtOnce(sql: Sql, journal: string, migration: MigrationMeta, lockMs: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(`SET LOCAL lock_timeout = ${lockMs}; SET LOCAL statement_timeout = ${STATEMENT_MS}`);
    for (const statement of migration.sql) await tx.unsafe(statement);
    await tx.unsafe(noted(journal, migration));
  });
}

const BUILT = /\bINDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?/i;

/** A build that was cut off leaves an index that is not valid and that `IF NOT EXISTS` would take for the one that is wanted. */
async function applyApart(sql: Sql, journal: string, migration: MigrationMeta): Promise<void> {
  for (const statement of migration.sql) {
    const name = BUILT.exec(statement)?.[1];
    const half = name
      ? await sql<{ index: string }[]>`
        SELECT indexrelid::regclass::text AS index FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE c.relname = ${name} AND NOT indisvalid`
      : [];
    for (const { index } of half) await sql.unsafe(`DROP INDEX CONCURRENTLY ${index}`);
    await sql.unsafe(statement);
  }
  await sql.unsafe(noted(journal, migration));
}

async function patiently(context: string, apply: () => Promise<void>, tries: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await apply();
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === TOO_LONG)
        throw new ConfigError(
          `A migration of ${context} took longer than ${STATEMENT_MS / 1000} s and was taken back: it would have kept the shop waiting. Split it (docs/operating.md, "New versions").`,
        );
      if (code !== LOCKED) throw error;
      if (attempt === tries)
        throw new ConfigError(
          `A migration of ${context} found its table in use ${tries} times and changed nothing (${message}). A long transaction holds it: look for it in pg_stat_activity, end it, and run migrate again.`,
        );
      await sleep(Math.min(4_000, 100 * 2 ** attempt) * (0.5 + Math.random() / 2));
    }
  }
}
