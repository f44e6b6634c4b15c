import postgres, { type Sql } from 'postgres';
import { grantReading, makeRole, roleOf, passwordOf } from './migrate.ts';
import { placeOf } from './moves/places.ts';
import type { Signer } from './sign.ts';

type Link = { context: string; reader: string; here: string; there: string; signer: Signer };

const LOCK = 0x6c696e6b;
const ROWS_A_FETCH = 10_000;

/**
 * Shows a context's tables of another database under their own names in this one, to be read by one role and written by none
 * (postgres_fdw). The database server itself goes there, at the address of `there`. Throws where it may not, or cannot.
 */
export async function linkSchema({ context, reader, here, there, signer }: Link): Promise<void> {
  const password = passwordOf(reader, signer);
  const [admin, other] = [here, there].map((url) => postgres(url, { max: 1, onnotice: () => {} })) as [Sql, Sql];
  try {
    if ((await placeOf(admin, context)).live) throw new Error(`there is a schema ${context} here, too`);
    await makeRole(other, reader, password);
    await grantReading(there, reader, [context]);
    await admin.begin((tx) => tx.unsafe(linking({ context, reader, there, password })));
  } finally {
    await Promise.all([admin.end(), other.end()]);
  }
}

/** The user who links imports as the reader, who is all that the link lets in. */
function linking({ context, reader, there, password }: Omit<Link, 'here' | 'signer'> & { password: string }): string {
  const { hostname, port, pathname, searchParams } = new URL(there);
  const server = `${roleOf(context)}_elsewhere`;
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const options = { host: hostname, port: port || '5432', dbname: decodeURIComponent(pathname.slice(1)), fetch_size: String(ROWS_A_FETCH) };
  const sslmode = searchParams.get('sslmode');
  const listed = Object.entries({ ...options, ...(sslmode && { sslmode }) }).map(([name, value]) => `${name} ${literal(value)}`);
  const mapping = (user: string) =>
    `CREATE USER MAPPING FOR ${user} SERVER ${server} OPTIONS (user ${literal(roleOf(reader))}, password ${literal(password)})`;
  return `
    SELECT pg_advisory_xact_lock(${LOCK});
    CREATE EXTENSION IF NOT EXISTS postgres_fdw;
    DROP SCHEMA IF EXISTS ${context} CASCADE;
    DROP SERVER IF EXISTS ${server} CASCADE;
    CREATE SERVER ${server} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (${listed.join(', ')});
    ${mapping('CURRENT_USER')};
    ${mapping(roleOf(reader))};
    CREATE SCHEMA ${context};
    IMPORT FOREIGN SCHEMA ${context} FROM SERVER ${server} INTO ${context} OPTIONS (import_generated 'false');
    DROP USER MAPPING FOR CURRENT_USER SERVER ${server};
    GRANT USAGE ON SCHEMA ${context} TO ${roleOf(reader)};
    GRANT SELECT ON ALL TABLES IN SCHEMA ${context} TO ${roleOf(reader)}`;
}
