import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { applyMigrations } from './apply-migrations.ts';
import { ConfigError } from './config.ts';
import { placeOf } from './moves/places.ts';
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

/** What the role's password is drawn from the secret by. */
export const passwordOf = (context: string, signer: Signer): string => signer.sign(PASSWORD, context);

const PASSWORD = 'database-role';

/** `isArriving`: by a move, which knows that it is not there yet. */
export type Migration = { context: string; folder: URL; databaseUrl: string; isArriving?: boolean };

/**
 * Makes a context's role and applies its migrations as that role, so that it owns what they make. Repeatable; two
 * processes that migrate at once take turns. The user of `databaseUrl` must be allowed to create roles and schemas. Throws a
 * `ConfigError` where the context has been moved away, or is on its way here.
 */
export async function migrateContext({ context, folder, databaseUrl, isArriving = false }: Migration, signer: Signer): Promise<void> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await admin`SELECT pg_advisory_lock(${LOCK})`;
    if (!isArriving) await assertPlace(admin, context);
    await makeRole(admin, context, passwordOf(context, signer));
    const migrations = fileURLToPath(folder);
    if (!existsSync(migrations)) return;
    const { database } = (await admin<{ database: string }[]>`SELECT current_database() AS database`)[0]!;
    await admin.unsafe(`GRANT CREATE, CONNECT ON DATABASE "${database}" TO ${roleOf(context)}`);
    const url = contextUrl(databaseUrl, context, signer);
    const own = postgres(url, { password: rolePassword(url), max: 1, onnotice: () => {} });
    try {
      await applyMigrations(own, { context, folder: migrations });
    } finally {
      await own.end();
      await admin.unsafe(`REVOKE CREATE ON DATABASE "${database}" FROM ${roleOf(context)}`);
    }
  } finally {
    await admin.end();
  }
}

/** An empty schema in the place of one that was moved away would be a second truth. */
async function assertPlace(admin: postgres.Sql, context: string): Promise<void> {
  const { live, arriving, left } = await placeOf(admin, context);
  const variable = `${context.toUpperCase()}_DATABASE_URL`;
  if (live) return;
  if (arriving)
    throw new ConfigError(
      `${variable}: ${context} is being moved here from ${arriving.other}, and not all of it has come. Run the move to its end (npm run move -- ${context} --to ...).`,
    );
  if (left)
    throw new ConfigError(
      `${variable} does not say where ${context} is: on ${left.at} it was moved from this database to ${left.other}. To begin anew here, drop the schema ${left.schema}.`,
    );
}

/** Roles belong to the whole server: another database's migration may be making the same one just now. */
const CONTENDED = new Set(['23505', '42710', 'XX000']);

/** Makes the role, or gives it this password. */
export async function makeRole(admin: postgres.Sql, context: string, password: string): Promise<void> {
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
