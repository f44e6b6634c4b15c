import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { testRedis } from '../kit/testing/redis.ts';
import { openTraceReceiver, tracedTo } from './trace-receiver.ts';
import { openWorld, TOPOLOGIES, type Topology, type World } from './world.ts';

/** What a story is told of the shop it runs in. */
export type Shop = Pick<World, 'topology' | 'base' | 'gateways' | 'adminKey' | 'pids' | 'env' | 'logs'> & {
  /** Where the metrics of each process are. */
  watched: Record<string, string>;
  /** Where it sends its traces (trace-receiver.ts). */
  traces: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    shops: Shop[];
    /** With STORIES_REDIS=1, where its Redis is, for stories that open shops of their own; its databases 0 and 1 are taken. */
    redis: string | null;
    /** Each run of a story is written down here. */
    ledger: string;
  }
}

/**
 * Opens one shop a topology for all stories, the one of many processes with two gateways and two workers; at the end every story must
 * have run in both. STORIES_REDIS=1: with queues, purges and kept answers on a Redis.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'holdfast-stories-')), 'ledger');
  const worlds: World[] = [];
  const receiver = await openTraceReceiver();
  const redis = process.env.STORIES_REDIS ? await testRedis() : null;
  for (const [i, topology] of TOPOLOGIES.entries()) {
    const shared = { SEED: 'demo', TRUST_PROXY: '1', LOG_LEVEL: 'trace', ...tracedTo(receiver.url) };
    // a database each: of two shops in one, each would do the other's jobs
    const env = { ...shared, ...(redis && { REDIS_URL: `${redis.url}/${i}` }) };
    worlds.push(await openWorld(topology, env, { pairs: true }));
  }
  project.provide(
    'shops',
    await Promise.all(
      worlds.map(async ({ topology, base, gateways, adminKey, pids, env, logs, watched }) => ({
        ...{ topology, base, gateways, adminKey, pids, env, logs },
        watched: await watched(),
        traces: receiver.url,
      })),
    ),
  );
  project.provide('redis', redis?.url ?? null);
  project.provide('ledger', ledger);
  return async () => {
    for (const world of worlds) await world.stop();
    await receiver.close();
    await redis?.stop();
    const runs = existsSync(ledger)
      ? readFileSync(ledger, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as [Topology, string])
      : [];
    rmSync(path.dirname(ledger), { recursive: true, force: true });
    const told = (topology: Topology) => new Set(runs.filter(([where]) => where === topology).map(([, title]) => title));
    const [one, many] = TOPOLOGIES.map(told) as [Set<string>, Set<string>];
    console.log(`\n${one.size} stories in one process, ${many.size} in many: ${runs.length} runs`);
    const missing = [...new Set([...one, ...many])].filter((title) => !one.has(title) || !many.has(title));
    if (missing.length > 0) throw new Error(`These stories did not run in both topologies: ${missing.join('; ')}`);
  };
}
