import postgres from 'postgres';
import { contextUrl, migrateContext } from '../../kit/migrate.ts';
import type { Signer } from '../../kit/sign.ts';
import { type ContextName, topology } from '../../topology.ts';

/** A new database in the shop's Postgres, with the very tables of these contexts: their own migrations make them. */
export async function makeDatabase(serverUrl: string, name: string, contexts: readonly ContextName[], signer: Signer): Promise<string> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`CREATE DATABASE ${name}`).finally(() => admin.end());
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const databaseUrl = url.toString();
  for (const context of contexts) {
    await migrateContext({ context, folder: new URL(`../../subgraphs/${context}/migrations`, import.meta.url), databaseUrl }, signer);
  }
  return databaseUrl;
}

/** The driver alone on a context's tables: as many connections as the context has, its role, nothing else of ours. */
export async function driverOf(databaseUrl: string, context: ContextName, signer: Signer): Promise<postgres.Sql> {
  const { connections } = (await topology[context].load()).default;
  return postgres(contextUrl(databaseUrl, context, signer), { max: connections, onnotice: () => {}, connection: { search_path: context } });
}

/** What decides how fast Postgres may be. */
export async function postgresSettings(serverUrl: string): Promise<Record<string, string>> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  const names = [
    'server_version',
    'fsync',
    'full_page_writes',
    'synchronous_commit',
    'max_connections',
    'shared_buffers',
    'wal_sync_method',
  ];
  const rows = await admin<{ name: string; value: string }[]>`
    SELECT name, current_setting(name) AS value FROM unnest(${names}::text[]) AS name`.finally(() => admin.end());
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
