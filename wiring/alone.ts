import { createRouterDoor } from '../gateway/foreign-router.ts';
import { QUEUES } from '../jobs/queues.ts';
import type { Log } from '../kit/log.ts';
import type { Queues } from '../kit/queue.ts';
import { readiness } from '../kit/readiness.ts';
import { serve } from '../kit/service.ts';
import type { Signer } from '../kit/sign.ts';
import { createTransport, LINGER_MS, type Transport } from '../kit/transport.ts';
import { accessTokens } from '../subgraphs/accounts/sign-in/access-token.ts';
import { staff } from '../subgraphs/staff/contract.ts';
import { type ContextName, contextNames, topology } from '../topology.ts';
import { startContexts } from './contexts.ts';
import { type Database, openDatabase } from './database.ts';
import type { Environment } from './environment.ts';
import { ConfigError } from '../kit/config.ts';
import { type Between, openPurges } from './purges.ts';
import { essentials, subgraphConfig } from './essentials.ts';
import { eventLogOf } from './event-log.ts';
import { Stopper } from './stopper.ts';
import { openTraces } from './traces.ts';
import { openWatch, type Watch, watchQueues } from './watch.ts';

/** Where the simulator listens when it runs alone and nothing else is said. */
const SIMULATOR_URL = 'http://127.0.0.1:4199';

/** The jobs serve nobody; where they are watched goes by a port among those of the contexts. */
const PORTS = { gateway: 4000, jobs: 4100, simulator: 4199 } as const;

type Part = ContextName | keyof typeof PORTS;
type Alone = { url: string; metricsUrl: string | null; stop: () => Promise<void> };

const portOf = (part: Part, config: Environment): number =>
  config.port ?? (part in PORTS ? PORTS[part as keyof typeof PORTS] : topology[part as ContextName].port);

/**
 * One part in a process of its own. The database must be there and migrated (`migrate`); the others may come later. What only
 * one part needs is loaded by that part: the gateway alone is more than half of all the code.
 */
export async function startAlone(part: Part, config: Environment): Promise<Alone> {
  if (!config.databaseUrl)
    throw new ConfigError(
      `DATABASE_URL is not set: several processes share one database. For example: DATABASE_URL=postgres://user:password@localhost:5432/holdfast`,
    );
  const { log, signer, adminApiKey } = essentials(config);
  const stopper = new Stopper(log);
  const port = portOf(part, config);
  const watch = stopper.add('watch', await openWatch(part, port, config, log), (it) => it.close());
  await openTraces(part, config, log, stopper);
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
  const up = (url: string): Alone => ({
    url,
    metricsUrl: watch.url,
    stop() {
      watch.leave();
      return stopper.stop();
    },
  });
  const hearing = () =>
    stopper.add('purges', openPurges({ databaseUrl: database.url, redisUrl: config.redisUrl, signer, log }), (it) => it.purges.close());

  if (part === 'gateway') {
    const { openGateway } = await import('./front.ts');
    const queues = await queuesWith(2);
    watchQueues(queues, stopper, log);
    const gateway = stopper.add(
      'gateway',
      await openGateway({ config, port, adminApiKey, transport, queues, between: hearing(), signer, log }),
      (it) => it.close(),
      { moreMs: config.drainMs },
    );
    watch.told(gateway.readiness);
    return up(gateway.url);
  }
  if (part === 'jobs') {
    const { startJobs } = await import('../jobs/jobs.ts');
    const queues = await queuesWith(QUEUES.length + 3);
    watchQueues(queues, stopper, log);
    const { purges } = hearing();
    stopper.add(
      'jobs',
      await startJobs({
        transport,
        queues,
        purges,
        contexts: [...contextNames],
        auditEverySeconds: config.auditEverySeconds,
        log,
        eventLog: await eventLogOf(config),
      }),
      (it) => it.stop(),
    );
    watch.told(readiness({ checks: { queues: queues.ready } }));
    return up('no port');
  }
  if (part === 'simulator') {
    const { openSimulator } = await import('./simulator.ts');
    const webhookUrl = `${config.publicUrl ?? 'http://127.0.0.1:4000'}/webhooks/stripe`;
    const simulator = stopper.add(
      'simulator',
      await openSimulator({ databaseUrl: database.url, webhookUrl, port, host: config.host, signer, log }),
      (it) => it.close(),
    );
    watch.told(readiness({ checks: {} }));
    return up(simulator.url);
  }
  return up(await startContext(part, { config, port, watch, database, log, signer, transport, stopper, queuesWith, between: hearing() }));
}

type ContextParts = {
  config: Environment;
  port: number;
  watch: Watch;
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
  { config, port, watch, database, log, signer, transport, stopper, queuesWith, between }: ContextParts,
): Promise<string> {
  const queues = name === 'operations' ? await queuesWith(2) : null;
  const adminGraph = name === 'webhooks' ? await adminGraphOf({ transport, between, log, stopper }) : null;
  const settings = { ...subgraphConfig(config, signer, config.simulatorUrl ?? SIMULATOR_URL), queues, adminGraph };
  const [running] = await startContexts([name], { database, config: settings, log, signer, between, transport, prepare: config.prepare });
  stopper.add(name, running!, (it) => it.close());
  const door = stopper.add(
    'door for routers',
    createRouterDoor({
      query: running!.query,
      signer,
      readToken: accessTokens(signer).read,
      identify: async (token) => (await transport.clientOf(staff).identify({ token })).known,
      trustedProxies: config.shedding.trustedProxies,
      purges: between.purges,
      log,
    }),
    async (it) => it.close(),
  );
  const service = stopper.add(
    'service',
    await serve(running!, { port, host: config.host, signer, log, lingerMs: LINGER_MS, forRouters: door.answer }),
    (it) => it.close(),
  );
  watch.told(readiness({ checks: { [name]: running!.ready } }));
  return `http://${config.host}:${service.port}`;
}

async function adminGraphOf({ transport, between, log, stopper }: Pick<ContextParts, 'transport' | 'between' | 'log' | 'stopper'>) {
  const { openAdminGraph } = await import('./admin-graph.ts');
  return stopper.add('admin graph', openAdminGraph({ transport, purges: between.purges, log }), (it) => it.close());
}
