import { embeddedPostgres } from '../kit/postgres/embedded.ts';
import { grantReading, migrateContext } from '../kit/migrate.ts';
import type { Signer } from '../kit/sign.ts';
import { contextNames } from '../topology.ts';
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

/** Brings every context's schema, and that of the queues, to what this version needs. Repeatable. */
export async function migrateAll(database: Database, signer: Signer): Promise<void> {
  await migrateContext({ context: 'jobs', folder: new URL('../jobs/migrations', import.meta.url), databaseUrl: database.url }, signer);
  // BullMQ is a third of what a context would load, and few parts want it
  const { migrateQueues } = await import('../kit/queue.ts');
  await migrateQueues(database.url, signer);
  for (const context of contextNames) {
    await migrateContext(
      { context, folder: new URL(`../subgraphs/${context}/migrations`, import.meta.url), databaseUrl: database.of(context) },
      signer,
    );
  }
  const together = contextNames.filter((context) => database.of(context) === database.of('operations'));
  await grantReading(database.of('operations'), 'operations', together);
}
