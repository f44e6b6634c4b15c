import { embeddedPostgres } from '../kit/postgres/embedded.ts';
import { linkSchema } from '../kit/linked-schema.ts';
import { grantReading, migrateContext } from '../kit/migrate.ts';
import type { Signer } from '../kit/sign.ts';
import { type ContextName, contextNames } from '../topology.ts';
import type { Environment } from './environment.ts';

export type Database = {
  url: string;
  of(context: string): string;
  /** Servers that follow the context's own. */
  replicasOf(context: string): string[];
  stop(): Promise<void>;
};

/** The database that was named, or an embedded one under DATA_DIR; `adopt` uses one that runs there already. */
export async function openDatabase(config: Environment, { adopt = false, onProgress = (_: string) => {} } = {}): Promise<Database> {
  const of = (url: string) => (context: string) => config.contextDatabaseUrls[context] ?? url;
  // a context with a database of its own is not in the copies of the shared one
  const replicasOf = (context: string) => (config.contextDatabaseUrls[context] ? [] : config.databaseReplicaUrls);
  if (config.databaseUrl) return { url: config.databaseUrl, of: of(config.databaseUrl), replicasOf, stop: async () => {} };
  const server = await embeddedPostgres({ dataDir: config.dataDir, adopt, onProgress });
  return { url: server.url, of: of(server.url), replicasOf, stop: server.stop };
}

/**
 * Brings the schemas of these contexts (all, unless said otherwise) and that of the queues to what this version needs. Repeatable.
 * Answers what the audit cannot compare, a line each.
 */
export async function migrateAll(database: Database, signer: Signer, contexts: readonly ContextName[] = contextNames): Promise<string[]> {
  await migrateContext({ context: 'jobs', folder: new URL('../jobs/migrations', import.meta.url), databaseUrl: database.url }, signer);
  // BullMQ is a third of what a context would load, and few parts want it
  const { migrateQueues } = await import('../kit/queue.ts');
  await migrateQueues(database.url, signer);
  for (const context of contexts)
    await migrateContext({ context, folder: migrationsOf(context), databaseUrl: database.of(context) }, signer);
  return contexts.includes('operations') ? letOperationsRead(database, signer, contexts) : [];
}

export const migrationsOf = (context: string): URL => new URL(`../subgraphs/${context}/migrations`, import.meta.url);

/** The audit compares what contexts have written: it reads their schemas, those of other databases too where its server can go there. */
export async function letOperationsRead(database: Database, signer: Signer, contexts: readonly ContextName[]): Promise<string[]> {
  const reader = 'operations';
  const here = database.of(reader);
  await grantReading(
    here,
    reader,
    contexts.filter((context) => database.of(context) === here),
  );
  const unread: string[] = [];
  for (const context of contexts.filter((name) => database.of(name) !== here)) {
    await linkSchema({ context, reader, here, there: database.of(context), signer }).catch((error: unknown) => {
      unread.push(`The audit cannot compare ${context}, which has a database of its own: ${(error as Error).message}`);
    });
  }
  return unread;
}
