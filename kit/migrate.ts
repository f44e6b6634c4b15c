import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { rolePassword } from './role-password.ts';
import type { Signer } from './sign.ts';

const LOCK = 0x686f6c64;

/** The Postgres role of a context: it owns its schema and may enter no other. */
export const roleOf = (context: string): string => `holdfast_${context}`;

/**
 * A context's own connection string: the database's, with the role of the context and a password only we can derive, or several
 * of which one is right (kit/role-password.ts) while the secret is rotated.
 */
export function contextUrl(databaseUrl: string, context: string, signer: Signer): string {
  const url = new URL(databaseUrl);
  url.username = roleOf(context);
  url.password = signer.signatures(PASSWORD, context).join(',');
  return url.toString();
}

const PASSWORD = 'database-role';

export type Migration = { context: string; folder: URL; databaseUrl: string };

/**
 * Makes a context's role and applies its migrations as that role, so that it owns what they make. Repeatable; two
 * processes that migrate at once take turns. The user of `databaseUrl` must be allowed to create roles and schemas.
 */
export async function migrateContext({ context, folder, databaseUrl }: Migration, signer: Signer): Promise<void> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await admin`SELECT pg_advisory_lock(${LOCK})`;
    await makeRole(admin, context, signer.sign(PASSWORD, context));
    const migrations = fileURLToPath(folder);
    if (!existsSync(migrations)) return;
    const { database } = (await admin<{ database: string }[]>`SELECT current_database() AS database`)[0]!;
    await admin.unsafe(`GRANT CREATE, CONNECT ON DATABASE "${database}" TO ${roleOf(context)}`);
    const url = contextUrl(databaseUrl, context, signer);
    const own = postgres(url, { password: rolePassword(url), max: 1, onnotice: () => {} });
    try {
      await applyMigrations(drizzle(own), {
        migrationsFolder: migrations,
        migrationsSchema: `${context}_migrations`,
        migrationsTable: 'applied',
      });
    } finally {
      await own.end();
      await admin.unsafe(`REVOKE CREATE ON DATABASE "${database}" FROM ${roleOf(context)}`);
    }
  } finally {
    await admin.end();
  }
}

/** Roles belong to the whole server: another database's migration may be making the same one just now. */
const CONTENDED = new Set(['23505', '42710', 'XX000']);

async function makeRole(admin: postgres.Sql, context: string, password: string): Promise<void> {
  const role = roleOf(context);
  for (let attempt = 1; ; attempt++) {
    try {
      const [found] = await admin`SELECT 1 AS one FROM pg_roles WHERE rolname = ${role}`;
      await admin.unsafe(`${found ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD '${password}'`);
      return;
    } catch (error) {
      if (attempt === 8 || !CONTENDED.has((error as { code?: string }).code ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 20 * Math.random()));
    }
  }
}

/** Lets a role read every schema named and write none: for the context that audits the others. */
export async function grantReading(databaseUrl: string, reader: string, contexts: string[]): Promise<void> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    for (const context of contexts) {
      await admin.unsafe(`
        GRANT USAGE ON SCHEMA ${context} TO ${roleOf(reader)};
        GRANT SELECT ON ALL TABLES IN SCHEMA ${context} TO ${roleOf(reader)};`);
    }
  } finally {
    await admin.end();
  }
}
