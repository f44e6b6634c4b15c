import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { ConfigError } from '../kit/config.ts';

/**
 * Takes the data folder for this process. A second shop on it would end the first one's Postgres, so it is refused in
 * one line; what a killed process has left behind is not in the way.
 */
export function takeDataDir(dataDir: string): { release(): void } {
  const file = path.join(dataDir, 'shop.pid');
  const other = holder(file);
  if (other)
    throw new ConfigError(`DATA_DIR ${dataDir} is in use by another shop (pid ${other}). For example: DATA_DIR=.data2 PORT=4001 npm start`);
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, String(process.pid));
  return { release: () => rmSync(file, { force: true }) };
}

function holder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid !== process.pid && isShop(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** The number may belong to somebody else by now. */
function isShop(pid: number): boolean {
  try {
    return /run\.mjs|main\.[jt]s/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

/** Said at once, not after the database is up: a port that another program has. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new ConfigError(`PORT ${port} is taken by another program. For example: PORT=4001 npm start`) : error,
      ),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
