import { mkdirSync, cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, embeddedPostgres } from '../../kit/postgres/embedded.ts';
import { archiveNow, archivingTo, baseBackup, dataDirectory, makeArchive, passableFolder, restore } from './cluster.ts';

const folder = passableFolder('holdfast-restore-test-');
const archive = path.join(folder, 'archive');
const backup = path.join(folder, 'backup/postgres');
const servers: EmbeddedPostgres[] = [];
let sql: Sql;

beforeAll(async () => {
  const server = await embeddedPostgres({ dataDir: path.join(folder, 'live'), settings: archivingTo(archive) });
  servers.push(server);
  makeArchive(archive, await dataDirectory(server.url));
  mkdirSync(path.join(folder, 'backup'), { mode: 0o711 });
  cpSync(path.join(folder, 'live/postgres.password'), path.join(folder, 'backup/postgres.password'));
  sql = postgres(server.url, { onnotice: () => {} });
  await sql`CREATE TABLE notes (n int PRIMARY KEY)`;
});
afterAll(async () => {
  await sql?.end();
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const restored = async (name: string, until?: Date) => {
  const server = await restore({ backup, archive, dataDir: path.join(folder, name), until });
  servers.push(server);
  const copy = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    await copy`CREATE TABLE written_to (n int)`;
    return (await copy<{ n: number }[]>`SELECT n FROM notes ORDER BY n`).map((row) => row.n);
  } finally {
    await copy.end();
  }
};
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('a copy taken while it was written to comes back to a moment, or to the end', async () => {
  const note = async (n: number) => void (await sql`INSERT INTO notes VALUES (${n})`);
  for (const n of upTo(50)) await note(n);
  let written = 50;
  let done = false;
  const writing = (async () => {
    while (!done) await note(++written);
  })();
  await baseBackup(servers[0]!.url, backup);
  done = true;
  await writing;
  expect(written, 'it was written to during the backup').toBeGreaterThan(50);
  expect(readdirSync(path.join(backup, 'pg_wal')).filter((file) => /^[0-9A-F]{24}$/.test(file))).toEqual([]);
  const [clock] = await sql<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const target = new Date(clock!.now.getTime() + 1);
  await expect.poll(async () => (await sql`SELECT clock_timestamp() > ${target} AS past`)[0]!.past).toBe(true);
  for (let n = written + 1; n <= written + 10; n++) await note(n);
  await archiveNow(servers[0]!.url);

  expect(await restored('then', target)).toEqual(upTo(written));
  expect(await restored('end')).toEqual(upTo(written + 10));
});
