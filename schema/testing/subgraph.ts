import { readFileSync } from 'node:fs';
import type { Client, Contract } from '../../kit/contract.ts';
import { createLog } from '../../kit/log.ts';
import { createPurges } from '../../kit/purges.ts';
import { contextUrl, migrateContext } from '../../kit/migrate.ts';
import { createSigner } from '../../kit/sign.ts';
import { type Running, startSubgraph, type Subgraph, type SubgraphConfig } from '../../kit/subgraph.ts';
import { createTransport } from '../../kit/transport.ts';
import { SHOWN_IN_TRAIL } from '../vocabulary/trail.ts';
import { vocabularyResolvers } from '../vocabulary/resolvers.ts';
import { testDatabase } from '../../kit/testing/database.ts';

export const testSigner = createSigner('a-secret-for-tests-only');

export const testConfig: SubgraphConfig = {
  currency: 'EUR',
  contexts: ['catalog', 'orders', 'staff'],
  holdMinutes: 15,
  checkoutCapacity: 40,
  providerCallsPerSecond: 100,
  terms: {},
  stripe: { secretKey: 'sk_test_holdfast', webhookSecrets: ['whsec_test'], apiUrl: null },
  queues: null,
  mail: { smtpUrl: null, from: 'Shop <shop@example.com>', keepDays: 30, storefrontUrl: 'https://shop.example.com' },
  adminGraph: null,
  webhooksAllowPrivate: false,
  publicUrl: 'http://127.0.0.1:4000',
  meilisearch: null,
  oidc: null,
  crashAt: null,
};

/** Commands of other contexts, as far as a test needs them; in stories the real ones answer. */
export type Peers = Record<string, Record<string, (input: never) => Promise<unknown>>>;

export async function testSubgraph<C extends Contract>(
  // biome-ignore lint/suspicious/noExplicitAny: any context can be tested alone, whatever its own types are
  subgraph: Subgraph<C, any, any>,
  { peers = {}, config = {}, logTo }: { peers?: Peers; config?: Partial<SubgraphConfig>; logTo?: string[] } = {},
) {
  const { name } = subgraph.contract;
  const database = await testDatabase(name);
  await migrateContext(
    { context: name, folder: new URL(`../../subgraphs/${name}/migrations`, import.meta.url), databaseUrl: database.url },
    testSigner,
  );
  const transport = createTransport({ urls: {}, signer: testSigner });
  for (const [peer, commands] of Object.entries(peers))
    transport.add({ name: peer, command: (command: string, input: never) => commands[command]!(input) } as unknown as Running);
  const purges = createPurges();
  const running = await startSubgraph(subgraph, {
    url: contextUrl(database.url, name, testSigner),
    config: { ...testConfig, ...config },
    log: logTo ? createLog('trace', {}, { write: (line) => void logTo.push(line) }) : createLog(process.env.LOG_LEVEL ?? 'fatal'),
    signer: testSigner,
    purges,
    vocabulary: {
      sdl: readFileSync(new URL('../vocabulary/vocabulary.graphql', import.meta.url), 'utf8'),
      resolvers: vocabularyResolvers,
      shownInTrail: SHOWN_IN_TRAIL,
    },
    clientOf: transport.clientOf,
  });
  transport.add(running);
  await database.sql.unsafe(`SET search_path TO ${name}, public`);
  const close = async () => {
    await running.close();
    transport.close();
    await database.drop();
  };
  const ask = transport.clientOf(subgraph.contract) as Client<C>;
  return { running, ask, sql: database.sql, url: database.url, purges, clientOf: transport.clientOf, close };
}
