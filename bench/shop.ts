import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../kit/free-port.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const READY_MS = 180_000;
const STOP_MS = 30_000;

export type Shop = {
  base: string;
  adminKey: string;
  /** CPU time of its process so far, in ms, without Postgres; null where there is no /proc. */
  cpuMs(): number | null;
  /** Memory that its process has; null where there is no /proc. */
  residentBytes(): number | null;
  /** The end of its log. */
  log(): string;
  stop(): Promise<void>;
};
type Settings = {
  dataDir: string;
  databaseUrl: string;
  secret: string;
  /** What this shop is to be beside that. */
  env: Record<string, string>;
  profile: string | null;
  signal: AbortSignal;
  /** What runs instead of `npm start`. */
  program?: URL;
};

/** A shop as `npm start` runs it: all of it in one process, which is not ours. */
export async function openShop({ dataDir, databaseUrl, secret, env: own, profile, signal, program }: Settings): Promise<Shop> {
  signal.throwIfAborted();
  const port = await freePort();
  mkdirSync(dataDir, { recursive: true });
  const logFile = path.join(dataDir, 'shop.log');
  const out = openSync(logFile, 'a');
  const adminKey = `bench-admin-key-${secret.slice(0, 16)}`;
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SECRET: secret,
    ADMIN_API_KEY: adminKey,
    LOG_LEVEL: 'warn',
    METRICS_PORT: '0',
    // all load is one customer at one address
    RATE_LIMIT_FACTOR: '0',
    ...own,
  };
  // as arguments: Node takes these from no NODE_OPTIONS
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const what = program ? ['--import', 'tsx', fileURLToPath(program)] : [path.join(ROOT, 'tools/run.mjs'), 'all'];
  const shop = spawn(process.execPath, [...flags, ...what], {
    cwd: ROOT,
    stdio: ['ignore', out, out],
    env,
  });
  const exited = once(shop, 'exit');
  const hasEnded = () => shop.exitCode !== null || shop.signalCode !== null;
  const stop = async () => {
    if (!hasEnded()) shop.kill('SIGTERM');
    await Promise.race([exited, pause(STOP_MS, undefined, { ref: false })]);
    if (!hasEnded()) shop.kill('SIGKILL');
    await exited;
  };
  const log = () => readFileSync(logFile, 'utf8').slice(-2000);
  const base = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + READY_MS; !(await isReady(base)); await pause(200)) {
    if (!hasEnded() && !signal.aborted && Date.now() < deadline) continue;
    await stop();
    signal.throwIfAborted();
    throw new Error(`the shop did not open: ${log()}`);
  }
  return { base, adminKey, cpuMs: () => cpuMsOf(shop.pid!), residentBytes: () => residentOf(shop.pid!), log, stop };
}

/** Ticks in user and in system mode, of which Linux counts a hundred a second. */
function cpuMsOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}

function residentOf(pid: number): number | null {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024;
  } catch {
    return null;
  }
}

const isReady = (base: string): Promise<boolean> =>
  fetch(`${base}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
