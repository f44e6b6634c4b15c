import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { freePort } from '../../kit/free-port.ts';
import { type Balancer, openBalancer } from '../../kit/testing/balancer.ts';
import { embeddedPostgres } from '../../kit/postgres/embedded.ts';
import { contextNames } from '../../topology.ts';
import { type PostgresProxy, postgresProxy } from './postgres-proxy.ts';
import { createProcesses, type Processes } from './processes.ts';
import { type Provider, providerAt } from './provider.ts';
import type { Random } from './random.ts';
import { type WebhookRelay, webhookRelay } from './webhook-relay.ts';

export type Topology = 'one process' | 'many processes';

/** A shop with everything around it that can break, each part in our hands. */
export type DrillWorld = {
  topology: Topology;
  base: string;
  adminKey: string;
  /** What every process of it is started with. */
  env: Record<string, string>;
  processes: Processes;
  /** The process that runs this part: its own, or the one that runs all. */
  processOf(part: string): string;
  /** The shop's own processes, the provider's apart. */
  parts(): string[];
  proxy: PostgresProxy;
  postgres: { restart(how: 'immediate' | 'fast'): Promise<void>; pid(): number };
  /** Where the processes' logs lie until the end. */
  logs: string;
  /** The books, past the proxy, as superuser. */
  books: Sql;
  provider: Provider;
  webhooks: WebhookRelay;
  /** What stands before two gateways; null where there is one. */
  balancer: Balancer | null;
  /** Where each gateway listens, by the name of its process. */
  gateways: Record<string, string>;
  ready(ms?: number): Promise<void>;
  /** Takes every fault away. */
  heal(): Promise<void>;
  stop(): Promise<void>;
};

type Options = {
  topology: Topology;
  random: Random;
  hit: (fault: string) => void;
  env?: Record<string, string>;
  /** Where our Postgres keeps its data, if not with the rest. */
  booksIn?: string;
  /** Straight to Postgres, which comes back at its port, instead of through the proxy: for what is measured. */
  direct?: boolean;
  /** Two gateways behind a balancer and two workers, where each part has a process of its own. */
  pairs?: boolean;
  /** Whoever opens it sees to its end, whatever happens (processes.ts). */
  ownSessions?: boolean;
};

/** Postgres and the provider have clusters of their own, so that what breaks ours leaves the provider's ledger alone. */
export async function openDrillWorld({
  topology,
  random,
  hit,
  env = {},
  booksIn,
  direct = false,
  ownSessions = false,
  pairs = false,
}: Options): Promise<DrillWorld> {
  const dir = mkdtempSync(path.join(tmpdir(), 'holdfast-drill-'));
  // Postgres may run as another user, who must get to its data
  chmodSync(dir, 0o711);
  const folder = (name: string) => {
    mkdirSync(path.join(dir, name), { recursive: true });
    return path.join(dir, name);
  };
  const settings = { max_connections: '200' };
  const ourData = booksIn ? path.join(booksIn, 'ours') : folder('ours');
  let ours = await embeddedPostgres({ dataDir: ourData, settings });
  const theirs = await embeddedPostgres({ dataDir: folder('theirs'), settings: { max_connections: '60' } });
  const proxy = await postgresProxy(portOf(ours.url));
  const port = await freePort();
  const second = pairs && topology === 'many processes' ? await freePort() : null;
  const balancer = second ? await openBalancer([port, second]) : null;
  const base = balancer?.url ?? `http://127.0.0.1:${port}`;
  const webhooks = await webhookRelay(() => `${base}/webhooks/stripe`, random.fork('webhooks'), hit);
  const logs = folder('logs');
  const processes = createProcesses(logs, { ownSessions });
  const ports = Object.fromEntries(
    await Promise.all(['simulator', ...contextNames].map(async (name) => [name, await freePort()] as const)),
  );
  const common: Record<string, string> = {
    DATA_DIR: folder('shop'),
    DATABASE_URL: direct ? ours.url : ours.url.replace(/:\d+\//, `:${proxy.port}/`),
    ADMIN_API_KEY: `drill-admin-key-${randomUUID()}`,
    SECRET: randomUUID() + randomUUID(),
    SIMULATOR_URL: `http://127.0.0.1:${ports.simulator}`,
    LOG_LEVEL: 'warn',
    SEED: 'none',
    METRICS_PORT: '0',
    ...(topology === 'many processes' &&
      Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[name]}`]))),
    ...env,
  };
  processes.start('simulator', { ...common, DATABASE_URL: theirs.url, PUBLIC_URL: webhooks.url, PORT: String(ports.simulator) });
  if (topology === 'one process') processes.start('all', { ...common, PORT: String(port) });
  else {
    await migrated(processes, common);
    for (const name of [...contextNames, 'jobs', 'gateway']) {
      const own = name === 'gateway' ? port : ports[name];
      processes.start(name, { ...common, ...(own && { PORT: String(own) }) });
    }
    if (second) {
      processes.start('jobs', common, 'jobs-2');
      processes.start('gateway', { ...common, PORT: String(second) }, 'gateway-2');
    }
  }
  let books = connectTo(ours.url);
  const provider = providerAt(common.SIMULATOR_URL!);
  const world: DrillWorld = {
    topology,
    base,
    adminKey: common.ADMIN_API_KEY!,
    env: common,
    processes,
    processOf: (part) => (topology === 'one process' ? 'all' : part),
    parts: () => processes.names().filter((name) => name !== 'simulator' && name !== 'migrate'),
    proxy,
    logs,
    postgres: {
      pid: () => ours.pid,
      restart: oneAtATime(async (how) => {
        if (isAlive(ours.pid)) process.kill(ours.pid, how === 'immediate' ? 'SIGQUIT' : 'SIGINT');
        ours = await embeddedPostgres({ dataDir: ourData, settings, ...(direct && { port: portOf(ours.url) }) });
        proxy.target(portOf(ours.url));
        await books.end({ timeout: 0 });
        books = connectTo(ours.url);
      }),
    },
    get books() {
      return books;
    },
    provider,
    webhooks,
    balancer,
    gateways: { gateway: `http://127.0.0.1:${port}`, ...(second && { 'gateway-2': `http://127.0.0.1:${second}` }) },
    ready: (ms = 120_000) => untilReady(base, ms),
    async heal() {
      webhooks.faults(null);
      proxy.heal();
      for (const part of world.parts()) processes.signal(part, 'SIGCONT');
      await patiently(() => provider.heal());
    },
    async stop() {
      await balancer?.close();
      await processes.stop();
      await books.end({ timeout: 1 });
      await webhooks.close();
      await proxy.close();
      await Promise.all([ours.stop(), theirs.stop()]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
  try {
    await world.ready();
  } catch (error) {
    await world.stop();
    throw error;
  }
  return world;
}

/** The provider may just be coming back. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(200);
    }
  }
}

/** Two starts at once on one data folder would be two servers on it. */
function oneAtATime<A>(work: (argument: A) => Promise<void>): (argument: A) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (argument) => {
    last = last.catch(() => {}).then(() => work(argument));
    return last;
  };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const portOf = (url: string): number => Number(new URL(url).port);
const connectTo = (url: string): Sql => postgres(url, { max: 3, onnotice: () => {}, connect_timeout: 5 });

async function migrated(processes: Processes, env: Record<string, string>): Promise<void> {
  processes.start('migrate', env);
  await processes.finished('migrate');
}

export async function untilReady(base: string, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  for (let seen = ''; ; await sleep(100)) {
    try {
      const answer = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return;
      seen = await answer.text();
    } catch (error) {
      seen = String(error);
    }
    if (Date.now() > deadline) throw new Error(`the shop did not come up within ${ms / 1000} s: ${seen}`);
  }
}
