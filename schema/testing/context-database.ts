import type { Sql } from 'postgres';
import { connect } from '../../kit/db.ts';
import { contextUrl, migrateContext } from '../../kit/migrate.ts';
import { createSigner } from '../../kit/sign.ts';
import { testDatabase } from '../../kit/testing/database.ts';

export type ContextDatabase = {
  /** As the context's own role, in its own schema: what its commands are given. */
  sql: Sql;
  /** The statements sent so far. */
  statements: string[];
  close(): Promise<void>;
};

/** The migrated database of one context without its graph: for tests of statements, which start in no time. */
export async function contextDatabase(context: string): Promise<ContextDatabase> {
  const database = await testDatabase(context);
  const signer = createSigner('a-secret-for-tests-only');
  const folder = new URL(`../../subgraphs/${context}/migrations`, import.meta.url);
  await migrateContext({ context, folder, databaseUrl: database.url }, signer);
  const statements: string[] = [];
  const onQuery = (text: string) => void statements.push(text);
  const db = connect({ url: contextUrl(database.url, context, signer), schema: context, max: 4, onQuery });
  const close = async () => {
    await db.close();
    await database.drop();
  };
  return { sql: db.sql, statements, close };
}
