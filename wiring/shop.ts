import { startJobs } from '../jobs/jobs.ts';
import { QUEUES } from '../jobs/queues.ts';
import { createQueues } from '../kit/queue.ts';
import { createTransport } from '../kit/transport.ts';
import { contextNames } from '../topology.ts';
import { openAdminGraph } from './admin-graph.ts';
import { startContexts } from './contexts.ts';
import { migrateAll, openDatabase } from './database.ts';
import type { Environment } from './environment.ts';
import { essentials, subgraphConfig } from './essentials.ts';
import { eventLogOf } from './event-log.ts';
import { openGateway } from './front.ts';
import { assertPortFree, takeDataDir } from './instance.ts';
import type { Progress } from './progress.ts';
import { openPurges } from './purges.ts';
import { Stopper } from './stopper.ts';
import { openWatch, watchQueues } from './watch.ts';
import { isEmpty, seedDemo } from './seed.ts';
import { openTraces } from './traces.ts';
import { openSimulator } from './simulator.ts';

/** Connections of the job queues: one a worker to listen on, and a few to work with. */
const QUEUE_CONNECTIONS = QUEUES.length + 3;

/** Everything in one process, but for contexts that were said to run elsewhere: the modular monolith that `npm start` runs. */
export async function startShop(config: Environment, progress: Progress) {
  const port = config.port ?? 4000;
  await assertPortFree(config.host, port);
  const { log, signer, adminApiKey } = essentials(config);
  const stopper = new Stopper(log);
  const watch = stopper.add('watch', await openWatch('shop', port, config, log), (it) => it.close());
  const here = contextNames.filter((name) => !config.elsewhere.includes(name));
  try {
    await openTraces('all', config, log, stopper);
    stopper.add('data folder', takeDataDir(config.dataDir), async (it) => it.release());
    const database = stopper.add('postgres', await openDatabase(config, { onProgress: progress.step }), (it) => it.stop());
    progress.step(config.databaseUrl ? 'database reached' : 'Postgres is up');
    for (const line of await migrateAll(database, signer, here)) log.warn(line);
    progress.step('schemas migrated');
    const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
    const simulator =
      config.stripe.secretKey || config.simulatorUrl
        ? null
        : stopper.add(
            'simulator',
            await openSimulator({ databaseUrl: database.url, webhookUrl, signer, log: log.child({ part: 'simulator' }) }),
            (it) => it.close(),
          );
    const queues = stopper.add(
      'queues',
      await createQueues({
        databaseUrl: database.url,
        redisUrl: config.redisUrl,
        signer,
        log,
        names: QUEUES,
        connections: QUEUE_CONNECTIONS,
      }),
      (it) => it.close(),
    );
    watchQueues(queues, stopper, log);
    const transport = stopper.add('transport', createTransport({ urls: config.contextUrls, signer }), async (it) => it.close());
    const between = openPurges({ databaseUrl: database.url, redisUrl: config.redisUrl, signer, log });
    const { purges } = stopper.add('purges', between, (it) => it.purges.close());
    const adminGraph = stopper.add('admin graph', openAdminGraph({ transport, purges, log }), (it) => it.close());
    const settings = { ...subgraphConfig(config, signer, simulator?.url ?? config.simulatorUrl), queues, adminGraph };
    const running = await startContexts(here, {
      database,
      config: settings,
      log,
      signer,
      between,
      transport,
      prepare: config.prepare,
    });
    stopper.add('contexts', running, async (all) => void (await Promise.all(all.map((context) => context.close()))));
    progress.step(
      `${running.length} contexts started${config.elsewhere.map((name) => `, ${name} at ${config.contextUrls[name]}`).join('')}`,
    );
    if (config.seed === 'demo' && (await isEmpty(transport)))
      await seedDemo(transport, (done, of) => progress.step(`demo shop: ${done} of ${of} products`));
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
    const gateway = stopper.add(
      'gateway',
      await openGateway({ config, port, adminApiKey, transport, queues, between, signer, log }),
      (it) => it.close(),
      { moreMs: config.drainMs },
    );
    watch.told(gateway.readiness);
    progress.step('gateway open');
    return {
      url: gateway.url,
      metricsUrl: watch.url,
      adminApiKey,
      simulatorUrl: simulator?.url ?? (config.stripe.secretKey ? null : config.simulatorUrl),
      stop() {
        watch.leave();
        return stopper.stop();
      },
    };
  } catch (error) {
    await stopper.stop();
    throw error;
  }
}
