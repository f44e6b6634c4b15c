import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../kit/free-port.ts';
import { embeddedPostgres } from '../kit/postgres/embedded.ts';
import { openBalancer } from '../kit/testing/balancer.ts';
import { builtShop } from '../kit/testing/built-shop.ts';
import { contextNames } from '../topology.ts';

/** A shop in processes of its own: all in one as `npm start` runs it, or one process a context as it is deployed. */
export type World = {
  topology: Topology;
  base: string;
  /** Each gateway by itself: one, or those behind the balancer at `base`. */
  gateways: string[];
  adminKey: string;
  dataDir: string;
  /** Of every process of the shop, Postgres apart. */
  pids: Record<string, number>;
  /** For one-off commands on this shop. */
  env: Record<string, string>;
  /** Where each of its processes told, at its last start, that it is watched. */
  watched(): Promise<Record<string, string>>;
  /** The folder of what its processes have printed, a file each. */
  logs: string;
  /** kill -9 of all of it; Postgres lives on where the shop has not started it. */
  crash(): Promise<void>;
  /** Brings up what `crash` has ended, on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};
export type Topology = 'one process' | 'many processes';
export const TOPOLOGIES: Topology[] = ['one process', 'many processes'];

const ROOT = path.resolve(import.meta.dirname, '..');
const READY_MS = 120_000;

/** `pairs`: where each part has a process of its own, two gateways behind a balancer and two workers. */
export async function openWorld(topology: Topology, env: Record<string, string> = {}, { pairs = false } = {}): Promise<World> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-story-'));
  const adminKey = `story-admin-key-${randomUUID()}`;
  const port = await freePort();
  const common = {
    DATA_DIR: dataDir,
    ADMIN_API_KEY: adminKey,
    SECRET: randomUUID() + randomUUID(),
    LOG_LEVEL: 'warn',
    SEED: 'none',
    METRICS_PORT: '0',
    ...env,
  };
  const ports = pairs && topology === 'many processes' ? [port, await freePort()] : [port];
  const gateways = ports.map((each) => `http://127.0.0.1:${each}`);
  const balancer = ports.length > 1 ? await openBalancer(ports) : null;
  const base = balancer?.url ?? gateways[0]!;
  const house = topology === 'one process' ? await oneProcess(common, port) : await manyProcesses(common, ports, base);
  const up = async () => {
    await house.up();
    for (const gateway of gateways) await untilReady(gateway, house.logs);
  };
  await up();
  if (topology === 'many processes' && env.SEED === 'demo') await finished(start('seed', house.env, house.logs), 'seed', house.logs);
  return {
    topology,
    base,
    gateways,
    adminKey,
    dataDir,
    get env() {
      return house.env;
    },
    get pids() {
      return house.pids();
    },
    watched: () => watchedAt(Object.keys(house.pids()), house.logs),
    logs: house.logs,
    crash: () => house.end('SIGKILL'),
    restart: up,
    async stop() {
      await balancer?.close();
      await house.end('SIGTERM');
      await house.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type House = {
  up(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
  pids(): Record<string, number>;
  env: Record<string, string>;
  logs: string;
};

async function oneProcess(env: Record<string, string>, port: number): Promise<House> {
  const logs = path.join(env.DATA_DIR!, 'logs');
  mkdirSync(logs, { recursive: true });
  let shop: ChildProcess;
  return {
    up: async () => {
      shop = start('all', { ...env, PORT: String(port) }, logs);
    },
    end: (signal) => end([shop], signal),
    close: async () => {},
    pids: () => ({ all: shop.pid! }),
    get env() {
      const told = readFileSync(path.join(logs, 'all.log'), 'utf8').matchAll(/simulated at (http:\S+):/g);
      return { ...env, SIMULATOR_URL: [...told].at(-1)?.[1] ?? '' };
    },
    logs,
  };
}

/** Postgres is ours here, as it would be somebody else's in production. */
async function manyProcesses(env: Record<string, string>, gateways: number[], base: string): Promise<House> {
  const logs = path.join(env.DATA_DIR!, 'logs');
  mkdirSync(logs, { recursive: true });
  const server = await embeddedPostgres({ dataDir: env.DATA_DIR!, settings: { max_connections: '200' } });
  const ports = Object.fromEntries(
    await Promise.all(['simulator', ...contextNames].map(async (name) => [name, await freePort()] as const)),
  );
  const shared: Record<string, string> = {
    ...env,
    DATABASE_URL: server.url,
    PUBLIC_URL: base,
    SIMULATOR_URL: `http://127.0.0.1:${ports.simulator}`,
    ...Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[name]}`])),
  };
  await finished(start('migrate', shared, logs), 'migrate', logs);
  const children = new Map<string, ChildProcess>();
  return {
    async up() {
      for (const name of ['simulator', ...contextNames]) children.set(name, start(name, { ...shared, PORT: String(ports[name]) }, logs));
      for (const [i, port] of gateways.entries()) {
        const as = (name: string) => (i === 0 ? name : `${name}-${i + 1}`);
        children.set(as('jobs'), start('jobs', shared, logs, as('jobs')));
        children.set(as('gateway'), start('gateway', { ...shared, PORT: String(port) }, logs, as('gateway')));
      }
    },
    end: (signal) => end([...children.values()], signal),
    close: () => server.stop(),
    pids: () => Object.fromEntries([...children].map(([name, child]) => [name, child.pid!])),
    env: shared,
    logs,
  };
}

/** One part of a shop as its users start it; `as`: what its log is named. */
export function start(what: string, env: Record<string, string>, logs: string, as = what): ChildProcess {
  const out = openSync(path.join(logs, `${as}.log`), 'a');
  return spawn(process.execPath, [...(what === 'all' ? [path.join(ROOT, 'tools/run.mjs')] : builtShop()), what], {
    cwd: ROOT,
    stdio: ['ignore', out, out],
    env: { ...process.env, NODE_ENV: 'production', VITEST: '', ...env },
  });
}

async function finished(child: ChildProcess, what: string, logs: string): Promise<void> {
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${readFileSync(path.join(logs, `${what}.log`), 'utf8').slice(-2000)}`);
}

export const end = (children: ChildProcess[], signal: NodeJS.Signals) =>
  Promise.all(
    children.map(
      (child) =>
        new Promise<void>((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) return resolve();
          child.once('exit', () => resolve());
          child.kill(signal);
        }),
    ),
  ).then(() => {});

/** A part that is ready has said so a moment later. */
async function watchedAt(parts: string[], logs: string): Promise<Record<string, string>> {
  for (const deadline = Date.now() + READY_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const told = parts.map((part) => [part, lastWatched(path.join(logs, `${part}.log`))] as const);
    if (told.every(([, url]) => url)) return Object.fromEntries(told) as Record<string, string>;
    if (Date.now() > deadline) throw new Error(`not every part says where it is watched: ${JSON.stringify(told)}`);
  }
}

const lastWatched = (log: string): string | undefined =>
  [...readFileSync(log, 'utf8').matchAll(/(?:watched at|Metrics) +(http:\S+)/g)].at(-1)?.[1];

export async function untilReady(base: string, logs: string, at = '/readyz'): Promise<void> {
  const deadline = Date.now() + READY_MS;
  let seen = '';
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(base + at, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return;
      seen = await answer.text();
    } catch (error) {
      seen = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the shop did not come up within ${READY_MS / 1000} s: ${seen}; logs are in ${logs}`);
}
