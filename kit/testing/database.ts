import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';

/** A database of its own for one suite, in the run's Postgres; `drop` removes it. */
export async function testDatabase(name: string): Promise<{ url: string; sql: Sql; drop(): Promise<void> }> {
  const base = process.env.TEST_POSTGRES_URL;
  if (!base) throw new Error('TEST_POSTGRES_URL is not set: run the tests by vitest, whose global set-up starts Postgres.');
  const database = `${name.replace(/\W+/g, '_')}_${randomBytes(4).toString('hex')}`;
  const admin = postgres(base, { max: 1, onnotice: () => {} });
  await admin.unsafe(`CREATE DATABASE ${database}`);
  const url = base.replace(/\/[^/]*$/, `/${database}`);
  const sql = postgres(url, { max: 4, onnotice: () => {} });
  const drop = async () => {
    await sql.end({ timeout: 5 });
    await admin.unsafe(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await admin.end();
  };
  return { url, sql, drop };
}
