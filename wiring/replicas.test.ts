import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { baseBackup, follow, passableFolder } from '../drills/restore/cluster.ts';
import { createLog } from '../kit/log.ts';
import { migrateContext } from '../kit/migrate.ts';
import { type EmbeddedPostgres, embeddedPostgres } from '../kit/postgres/embedded.ts';
import { createPurges } from '../kit/purges.ts';
import type { Running } from '../kit/subgraph.ts';
import { figure } from '../kit/testing/figure.ts';
import { createTransport } from '../kit/transport.ts';
import { testConfig, testSigner } from '../schema/testing/subgraph.ts';
import type { Database } from './database.ts';
import { startContexts } from './contexts.ts';

const folder = passableFolder('holdfast-replicas-');
let primary: EmbeddedPostgres;
let replica: EmbeddedPostgres;
let onReplica: Sql;
const contexts: Running[] = [];

beforeAll(async () => {
  primary = await embeddedPostgres({ dataDir: path.join(folder, 'primary') });
  const migrations = new URL('../subgraphs/catalog/migrations', import.meta.url);
  await migrateContext({ context: 'catalog', folder: migrations, databaseUrl: primary.url }, testSigner);
  const backup = path.join(folder, 'backup/postgres');
  mkdirSync(path.dirname(backup), { mode: 0o711 });
  cpSync(path.join(folder, 'primary/postgres.password'), path.join(folder, 'backup/postgres.password'));
  await baseBackup(primary.url, backup);
  replica = await follow({ backup, primaryUrl: primary.url, dataDir: path.join(folder, 'replica') });
  onReplica = postgres(replica.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await onReplica?.end();
  await replica?.stop();
  await primary?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Catalog as a process of its own would run it, which hears of nobody else's changes. */
async function aCatalog(): Promise<Running> {
  const database: Database = { url: primary.url, of: () => primary.url, replicasOf: () => [replica.url], stop: async () => {} };
  const transport = createTransport({ urls: {}, signer: testSigner });
  const parts = {
    database,
    config: testConfig,
    log: createLog('fatal'),
    signer: testSigner,
    between: { purges: createPurges(), sharedCache: null },
    transport,
    prepare: true,
  };
  const [running] = await startContexts(['catalog'], parts);
  contexts.push(running!);
  return running!;
}
const identity = { audience: 'storefront' as const, customerId: null, staff: null, traceId: 't' };
const titleOf = async (catalog: Running) => {
  const { data, errors } = await catalog.query({ query: '{ product(slug: "lamp") { title } }', identity });
  if (errors) throw new Error(errors[0]!.message);
  return (data?.product as { title: string } | null)?.title;
};
const save = (catalog: Running, title: string) =>
  catalog.command('saveProducts', {
    products: [
      {
        externalId: 'lamp',
        slug: 'lamp',
        title,
        categoryPath: ['Lamps', title],
        variants: [{ sku: 'L', priceMinor: 100, currencyCode: 'EUR' }],
      },
    ],
  });
async function until(what: string, holds: () => Promise<boolean>, ms = 20_000): Promise<void> {
  for (const deadline = Date.now() + ms; !(await holds()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`not within ${ms / 1000} s: ${what}`);
}

test('who only looks is answered by a replica; who has just written reads it; a replica that is late or gone is not asked', async () => {
  const writer = await aCatalog();
  await save(writer, 'A lamp');
  await until('the replica knows', async () => (await onReplica`SELECT FROM catalog.products`).length === 1);

  const reader = await aCatalog();
  await until('the replica is asked', async () => {
    await reader.query({ query: '{ product(slug: "no-such-lamp") { title } }', identity });
    return (await onReplica`SELECT FROM pg_stat_activity WHERE query LIKE '%FROM products p%' AND pid <> pg_backend_pid()`).length > 0;
  });
  await onReplica`SELECT pg_wal_replay_pause()`;
  await until('it has stopped', async () => (await onReplica`SELECT pg_get_wal_replay_pause_state() = 'paused' AS is`)[0]!.is);
  await save(writer, 'A better lamp');
  expect(await titleOf(writer)).toBe('A better lamp');
  // what was made along with it is read where it is known, too
  const { data } = await writer.query({ query: '{ product(slug: "lamp") { category { name } } }', identity });
  expect(data).toEqual({ product: { category: { name: 'A better lamp' } } });
  const another = await aCatalog();
  await until('the late replica is out of use', async () => (await titleOf(another)) === 'A better lamp');
  const lag = `holdfast_database_replica_lag_seconds{context="catalog",replica="${new URL(replica.url).host}"}`;
  await until('that it is late is told', async () => (await figure(lag)) > 2);

  await onReplica`SELECT pg_wal_replay_resume()`;
  await until('it has caught up', async () => (await onReplica`SELECT title FROM catalog.products`)[0]!.title === 'A better lamp');
  await onReplica.end();
  await replica.stop();
  expect(await titleOf(await aCatalog())).toBe('A better lamp');
  await until('that it cannot be asked is told', async () => (await figure(lag)) === Number.POSITIVE_INFINITY);
});
