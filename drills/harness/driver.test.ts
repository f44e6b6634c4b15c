import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../kit/db.ts';
import { testDatabase } from '../../kit/testing/database.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let broken: net.Server;
/** The first connection gets so many bytes of answers, then it is reset; those after it are left alone. */
let bytesLeft: number | null = null;

beforeAll(async () => {
  database = await testDatabase('driver');
  const { port, hostname } = new URL(database.url);
  broken = net.createServer((client) => {
    const server = net.connect(Number(port), hostname);
    let left = bytesLeft;
    bytesLeft = null;
    client.on('data', (chunk) => server.write(chunk));
    server.on('data', (chunk) => {
      if (left !== null) left -= chunk.length;
      if (left !== null && left <= 0) client.resetAndDestroy();
      else client.write(chunk);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  broken.close();
  await database.drop();
});

test('a connection that is reset anywhere in its beginning leaves nothing behind that would end the process', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const url = Object.assign(new URL(database.url), { port: String((broken.address() as net.AddressInfo).port) }).toString();
  let resets = 0;
  try {
    for (let bytes = 1; bytes < 1_500; bytes += 50) {
      bytesLeft = bytes;
      const db = connect({ url, schema: 'public', max: 1 });
      const one = () => db.sql<{ one: number }[]>`SELECT 1 AS one`;
      const [row] = await one().catch(() => {
        resets++;
        return one();
      });
      expect(row!.one).toBe(1);
      await db.close();
    }
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', note);
  }
  expect(resets).toBeGreaterThan(5);
  expect(unhandled).toEqual([]);
});

test('what the server said as it ended a connection is told to who was using it, not to who comes next', async () => {
  const db = connect({ url: database.url, schema: 'public', max: 1 });
  try {
    const [own] = await db.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const cut = db.sql`SELECT pg_sleep(30)`.catch((error: Error) => error);
    const state = () => database.sql`SELECT 1 FROM pg_stat_activity WHERE pid = ${own!.pid} AND query ~ 'pg_sleep' AND state = 'active'`;
    await expect.poll(async () => (await state()).length, { timeout: 10_000 }).toBe(1);
    await database.sql`SELECT pg_terminate_backend(${own!.pid})`;
    expect(await cut).toBeInstanceOf(Error);
    expect(await db.sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  } finally {
    await db.close();
  }
});

test('a pool to which nobody listened for a while has all its connections again', async () => {
  const away = net.createServer();
  await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve));
  const { port } = away.address() as net.AddressInfo;
  await new Promise((resolve) => away.close(resolve));
  const url = Object.assign(new URL(database.url), { port: String(port) }).toString();
  const db = connect({ url, schema: 'public', max: 2 });
  const back = net.createServer((client) => {
    const server = net.connect(Number(new URL(database.url).port), '127.0.0.1');
    client.pipe(server).pipe(client);
    for (const one of [client, server]) one.on('error', () => {}).on('close', () => [client, server].map((each) => each.destroy()));
  });
  try {
    const refused = Array.from({ length: 12 }, () => db.sql`SELECT 1`.catch((error: { code?: string }) => error.code));
    expect(await Promise.all(refused)).toEqual(Array(12).fill('ECONNREFUSED'));
    await new Promise<void>((resolve) => back.listen(port, '127.0.0.1', resolve));
    // both at once: neither place of the pool is lost
    const answers = Promise.all([1, 2].map(() => db.sql`SELECT pg_backend_pid() AS pid, pg_sleep(0.3)`));
    const late = new Promise<never>((_, reject) => setTimeout(reject, 15_000, new Error('no connection within 15 s')).unref());
    const pids = (await Promise.race([answers, late])).map(([row]) => row!.pid as number);
    expect(new Set(pids).size).toBe(2);
  } finally {
    await db.close();
    back.close();
  }
});
