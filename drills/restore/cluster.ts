import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { type EmbeddedPostgres, embeddedPostgres } from '../../kit/postgres/embedded.ts';

/** Point-in-time recovery of an embedded Postgres, as docs/operating.md shows it for any: an archive of the WAL, and a copy. */

/** What a server copies anew or must not find: its locks, its own WAL, and what lives only as long as it runs. */
const NOT_COPIED = new Set(['postmaster.pid', 'postmaster.opts', 'recovery.signal', 'backup_label', 'tablespace_map']);
const EMPTIED = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);

/** Copies each finished WAL file into `archive`, never over another one: what is there is what a restore relies on. */
export const archivingTo = (archive: string): Record<string, string> => ({
  archive_mode: 'on',
  archive_command: `test ! -f "${archive}/%f" && cp "%p" "${archive}/%f"`,
});

/** A temporary folder that the server's user may pass through, whoever that is. */
export function passableFolder(prefix: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  return folder;
}

/** Makes the archive's folder; it must belong to the user that the server runs as, like `likeWhose`. */
export function makeArchive(archive: string, likeWhose: string): void {
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  own(archive, likeWhose);
}

/** Where a server keeps its data. `url` is that of a superuser, as for all that follows. */
export const dataDirectory = (url: string): Promise<string> =>
  asking(url, async (sql) => (await sql<{ dir: string }[]>`SELECT current_setting('data_directory') AS dir`)[0]!.dir);

/** A base backup of a server at work, by copying its files; with the WAL of the time it took it is whole. */
export async function baseBackup(url: string, into: string): Promise<void> {
  const from = await dataDirectory(url);
  // the same connection must begin and end it
  await asking(url, async (sql) => {
    await sql`SELECT pg_backup_start('holdfast', fast => true)`;
    await copyCluster(from, into);
    const [end] = await sql<{ label: string; tablespaces: string }[]>`
      SELECT labelfile AS label, spcmapfile AS tablespaces FROM pg_backup_stop(wait_for_archive => true)`;
    for (const [file, text] of [
      ['backup_label', end!.label],
      ['tablespace_map', end!.tablespaces],
    ] as const) {
      if (!text) continue;
      writeFileSync(path.join(into, file), text, { mode: 0o600 });
      own(path.join(into, file), from);
    }
  });
}

/** Ends the WAL file that is being written, and waits until the archive has it. */
export async function archiveNow(url: string, ms = 30_000): Promise<void> {
  await asking(url, async (sql) => {
    const [ended] = await sql<{ file: string }[]>`SELECT pg_walfile_name(pg_switch_wal()) AS file`;
    for (const deadline = Date.now() + ms; ; ) {
      const [archiver] = await sql<{ last: string | null }[]>`SELECT last_archived_wal AS last FROM pg_stat_archiver`;
      if (archiver!.last !== null && archiver!.last >= ended!.file) return;
      if (Date.now() > deadline)
        throw new Error(`${ended!.file} was not archived within ${ms / 1000} s; the last one was ${archiver!.last}`);
      await pause(50);
    }
  });
}

type Restore = { backup: string; archive: string; dataDir: string; until?: Date | undefined };

/**
 * Starts a server on a copy of a base backup, replays the archive to its end or to a point in time, and opens it for writing.
 * The backup and the archive are left as they are.
 */
export async function restore({ backup, archive, dataDir, until }: Restore): Promise<EmbeddedPostgres> {
  const cluster = path.join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  // the superuser's password lies beside the data
  cpSync(path.join(path.dirname(backup), 'postgres.password'), path.join(dataDir, 'postgres.password'));
  await copyCluster(backup, cluster, { whole: true });
  writeFileSync(path.join(cluster, 'recovery.signal'), '');
  own(path.join(cluster, 'recovery.signal'), cluster);
  const target = until && { recovery_target_time: until.toISOString().replace('Z', '+00'), recovery_target_action: 'promote' };
  const server = await embeddedPostgres({ dataDir, settings: { restore_command: `cp "${archive}/%f" "%p"`, ...target } });
  try {
    await untilOpen(server.url);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Follower = { backup: string; primaryUrl: string; dataDir: string };

/** Starts a server on a copy of a base backup that follows its primary and can only be read: a replica. */
export async function follow({ backup, primaryUrl, dataDir }: Follower): Promise<EmbeddedPostgres> {
  const cluster = path.join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  cpSync(path.join(path.dirname(backup), 'postgres.password'), path.join(dataDir, 'postgres.password'));
  await copyCluster(backup, cluster, { whole: true });
  writeFileSync(path.join(cluster, 'standby.signal'), '');
  own(path.join(cluster, 'standby.signal'), cluster);
  const { hostname, port, username, password } = new URL(primaryUrl);
  const conninfo = `host=${hostname} port=${port} user=${username} password=${password}`;
  return embeddedPostgres({ dataDir, settings: { primary_conninfo: conninfo, hot_standby: 'on' } });
}

/** While it replays it answers questions already; only when that is over can it be written to. */
async function untilOpen(url: string, ms = 60_000): Promise<void> {
  await asking(url, async (sql) => {
    for (const deadline = Date.now() + ms; ; ) {
      const [state] = await sql<{ replaying: boolean }[]>`SELECT pg_is_in_recovery() AS replaying`;
      if (!state!.replaying) return;
      if (Date.now() > deadline) throw new Error(`the copy was still replaying after ${ms / 1000} s`);
      await pause(50);
    }
  });
}

/** Files may go while the server works: what is gone is in the WAL. `whole`: a backup, of which nothing is left out. */
async function copyCluster(from: string, into: string, { whole = false } = {}): Promise<void> {
  mkdirSync(into, { recursive: true, mode: 0o700 });
  own(into, from);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(into, entry.name)];
    if (entry.isDirectory()) {
      if (!whole && EMPTIED.has(entry.name)) await copyFolders(source, target);
      else await copyCluster(source, target, { whole: true });
    } else if (entry.isFile() && (whole || !NOT_COPIED.has(entry.name))) await copyFile(source, target);
  }
}

/** The folders alone: a server wants them there, and empty. */
async function copyFolders(from: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true, mode: 0o700 });
  own(into, from);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await copyFolders(path.join(from, entry.name), path.join(into, entry.name));
  }
}

async function copyFile(source: string, target: string): Promise<void> {
  try {
    copyFileSync(source, target);
    own(target, source);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(source)) throw error;
  }
  // others in this process, buyers among them, go on meanwhile
  await new Promise((resolve) => setImmediate(resolve));
}

/** Root lends the server an unprivileged user, to whom its files must belong. */
function own(file: string, like: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(like);
  chownSync(file, uid, gid);
}

async function asking<T>(url: string, question: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, idle_timeout: 0 });
  try {
    return await question(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
