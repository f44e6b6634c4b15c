import { QUEUES } from '../jobs/queues.ts';
import type { Log } from '../kit/log.ts';
import type { Queues } from '../kit/queue.ts';
import { serve } from '../kit/service.ts';
import type { Signer } from '../kit/sign.ts';
import { createTransport, type Transport } from '../kit/transport.ts';
import { type ContextName, contextNames, topology } from '../topology.ts';
import { startContexts } from './contexts.ts';
import { type Database, openDatabase } from './database.ts';
import type { Environment } from './environment.ts';
import { ConfigError } from '../kit/config.ts';
import { type Between, openPurges } from './purges.ts';
import { essentials, subgraphConfig } from './essentials.ts';
import { Stopper } from './stopper.ts';

/** Where the simulator listens when it runs alone and nothing else is said. */
const SIMULATOR_URL = 'http://127.0.0.1:4199';

type Alone = { url: string; stop: () => Promise<void> };

/**
 * One part in a process of its own. The database must be there and migrated (`migrate`); the others may come later. What only
 * one part needs is loaded by that part: the gateway alone is more than half of all the code.
 */
export async function startAlone(part: ContextName | 'gateway' | 'jobs' | 'simulator', config: Environment): Promise<Alone> {
  if (!config.databaseUrl)
    throw new ConfigError(
      `DATABASE_URL is not set: several processes share one database. For example: DATABASE_URL=postgres://user:password@localhost:5432/holdfast`,
    );
  const { log, signer, adminApiKey } = essentials(config);
  const stopper = new Stopper(log);
  const database = await openDatabase(config);
  const transport = stopper.add('transport', createTransport({ urls: config.contextUrls, signer }), async (it) => it.close());
  const queuesWith = async (connections: number) => {
    const { createQueues } = await import('../kit/queue.ts');
    const { url: databaseUrl } = database;
    return stopper.add(
      'queues',
      await createQueues({ databaseUrl, redisUrl: config.redisUrl, signer, log, names: QUEUES, connections }),
      (it) => it.close(),
    );
  };
  const stop = () => stopper.stop();
  const hearing = () =>
    stopper.add('purges', openPurges({ databaseUrl: database.url, redisUrl: config.redisUrl, signer, log }), (it) => it.purges.close());

  if (part === 'gateway') {
    const { openGateway } = await import('./front.ts');
    const queues = await queuesWith(2);
    const gateway = stopper.add(
      'gateway',
      await openGateway({ config, port: config.port ?? 4000, adminApiKey, transport, queues, between: hearing(), signer, log }),
      (it) => it.close(),
    );
    return { url: gateway.url, stop };
  }
  if (part === 'jobs') {
    const { startJobs } = await import('../jobs/jobs.ts');
    const queues = await queuesWith(QUEUES.length + 3);
    const { purges } = hearing();
    stopper.add('jobs', await startJobs({ transport, queues, purges, contexts: [...contextNames], log }), (it) => it.stop());
    return { url: 'no port', stop };
  }
  if (part === 'simulator') {
    const { openSimulator } = await import('./simulator.ts');
    const webhookUrl = `${config.publicUrl ?? 'http://127.0.0.1:4000'}/webhooks/stripe`;
    const simulator = stopper.add(
      'simulator',
      await openSimulator({ databaseUrl: database.url, webhookUrl, port: config.port ?? 4199, signer, log }),
      (it) => it.close(),
    );
    return { url: simulator.url, stop };
  }
  return startContext(part, { config, database, log, signer, transport, stopper, queuesWith, between: hearing() });
}

type ContextParts = {
  config: Environment;
  database: Database;
  log: Log;
  signer: Signer;
  transport: Transport;
  stopper: Stopper;
  queuesWith: (connections: number) => Promise<Queues>;
  between: Between;
};

async function startContext(
  name: ContextName,
  { config, database, log, signer, transport, stopper, queuesWith, between }: ContextParts,
): Promise<Alone> {
  const queues = name === 'operations' ? await queuesWith(2) : null;
  const adminGraph = name === 'webhooks' ? await adminGraphOf({ transport, between, log, stopper }) : null;
  const settings = { ...subgraphConfig(config, signer, config.simulatorUrl ?? SIMULATOR_URL), queues, adminGraph };
  const [running] = await startContexts([name], { database, config: settings, log, signer, between, transport, prepare: config.prepare });
  stopper.add(name, running!, (it) => it.close());
  const service = stopper.add(
    'service',
    await serve(running!, { port: config.port ?? topology[name].port, host: config.host, signer, log }),
    (it) => it.close(),
  );
  return { url: `http://${config.host}:${service.port}`, stop: () => stopper.stop() };
}

async function adminGraphOf({ transport, between, log, stopper }: Pick<ContextParts, 'transport' | 'between' | 'log' | 'stopper'>) {
  const { openAdminGraph } = await import('./admin-graph.ts');
  return stopper.add('admin graph', openAdminGraph({ transport, purges: between.purges, log }), (it) => it.close());
}
