import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, embeddedPostgres } from './embedded.ts';

/** One cluster, through the ends that a laptop has for it; each test goes on with what the one before has left. */
describe('the embedded Postgres', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-embedded-'));
  const servers: EmbeddedPostgres[] = [];
  const start = async (options: { adopt?: boolean; onProgress?: (message: string) => void } = {}) => {
    const server = await embeddedPostgres({ dataDir, ...options });
    servers.push(server);
    return server;
  };
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await start();
    await ask(server.url, (sql) => sql`CREATE TABLE notes (note text)`);
  });
  afterAll(async () => {
    for (const it of servers) if (alive(it.pid)) await it.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const note = (text: string) => ask(server.url, (sql) => sql`INSERT INTO notes VALUES (${text})`);
  const notes = async () =>
    (await ask(server.url, (sql) => sql<{ note: string }[]>`SELECT note FROM notes ORDER BY note`)).map((row) => row.note);

  test('listens on this machine only, and asks for a password', async () => {
    const [row] = await ask(server.url, (sql) => sql`SELECT current_setting('listen_addresses') AS addresses`);
    expect(row).toEqual({ addresses: '127.0.0.1' });
    const url = new URL(server.url);
    url.password = 'guessed';
    await expect(ask(url.toString(), (sql) => sql`SELECT 1`)).rejects.toThrow(/password authentication failed/);
  });

  test('what was committed when it was killed is there at the next start', async () => {
    await note('committed');
    process.kill(server.pid, 'SIGKILL');
    await expect.poll(() => alive(server.pid)).toBe(false);
    const progress: string[] = [];
    server = await start({ onProgress: (message) => progress.push(message) });
    expect(server.started).toBe(true);
    expect(await notes()).toEqual(['committed']);
    expect(progress).toEqual([]);
    expect(readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')).toContain('was not properly shut down; automatic recovery');
  });

  test('a one-off command takes the server that runs, and leaves it running', async () => {
    const adopted = await start({ adopt: true });
    expect(adopted).toMatchObject({ url: server.url, pid: server.pid, started: false });
    await adopted.stop();
    expect(await notes()).toEqual(['committed']);
  });

  test('a server left over by a killed shop is ended before the next one starts', async () => {
    const leftOver = server;
    server = await start();
    expect(server.pid).not.toBe(leftOver.pid);
    expect(alive(leftOver.pid)).toBe(false);
    expect(await notes()).toEqual(['committed']);
  });

  test('stopped, it is gone; where none runs, adopting starts one', async () => {
    await note('later');
    await server.stop();
    expect(alive(server.pid)).toBe(false);
    server = await start({ adopt: true });
    expect(server.started).toBe(true);
    expect(await notes()).toEqual(['committed', 'later']);
  });

  test('a pid file that names a stranger is not believed', async () => {
    await server.stop();
    writeFileSync(path.join(dataDir, 'postgres/postmaster.pid'), `${process.pid}\n\n\n5432\n`);
    server = await start();
    expect(await notes()).toEqual(['committed', 'later']);
    expect(alive(process.pid)).toBe(true);
  });

  test("nor one that names another folder's server, which goes on", async () => {
    await server.stop();
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'holdfast-embedded-'));
    const other = await embeddedPostgres({ dataDir: elsewhere });
    try {
      writeFileSync(path.join(dataDir, 'postgres/postmaster.pid'), `${other.pid}\n\n\n${new URL(other.url).port}\n`);
      server = await start({ adopt: true });
      expect(server.started).toBe(true);
      expect(await notes()).toEqual(['committed', 'later']);
      expect(await ask(other.url, (sql) => sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    } finally {
      await other.stop();
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });
});

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await question(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A process that has ended and waits to be reaped counts as gone. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
