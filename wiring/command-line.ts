import { createQueues } from '../kit/queue.ts';
import { createTransport, type Transport } from '../kit/transport.ts';
import { QUEUES } from '../jobs/queues.ts';
import { contextNames } from '../topology.ts';
import { startContexts } from './contexts.ts';
import { migrateAll, openDatabase } from './database.ts';
import type { Environment } from './environment.ts';
import { openPurges } from './purges.ts';
import { essentials, subgraphConfig } from './essentials.ts';
import { openSimulator } from './simulator.ts';
import { Stopper } from './stopper.ts';

/**
 * For one-off commands: the contexts in this process, on the database of the instance that runs on the same DATA_DIR or
 * DATABASE_URL; where none runs, Postgres is started for the time of the command.
 */
export async function withContexts<T>(config: Environment, work: (transport: Transport) => Promise<T>): Promise<T> {
  const { log, signer } = essentials(config);
  const stopper = new Stopper(log);
  try {
    const database = stopper.add('postgres', await openDatabase(config, { adopt: true }), (it) => it.stop());
    for (const line of await migrateAll(database, signer)) log.warn(line);
    const simulator =
      config.stripe.secretKey || config.simulatorUrl
        ? null
        : stopper.add('simulator', await openSimulator({ databaseUrl: database.url, signer, log }), (it) => it.close());
    const queues = stopper.add(
      'queues',
      await createQueues({ databaseUrl: database.url, redisUrl: config.redisUrl, signer, log, names: QUEUES, connections: 3 }),
      (it) => it.close(),
    );
    const transport = stopper.add('transport', createTransport({ urls: {}, signer }), async (it) => it.close());
    const between = stopper.add('purges', openPurges({ databaseUrl: database.url, redisUrl: config.redisUrl, signer, log }), (it) =>
      it.purges.close(),
    );
    const settings = { ...subgraphConfig(config, signer, simulator?.url ?? config.simulatorUrl), queues, adminGraph: null };
    const running = await startContexts(contextNames, {
      database,
      config: settings,
      log,
      signer,
      between,
      transport,
      prepare: config.prepare,
    });
    stopper.add('contexts', running, async (all) => void (await Promise.all(all.map((context) => context.close()))));
    return await work(transport);
  } finally {
    await stopper.stop();
  }
}
