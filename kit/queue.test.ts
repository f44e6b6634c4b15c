import { spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from './free-port.ts';
import { createLog } from './log.ts';
import { migrateContext } from './migrate.ts';
import { createQueues, type Job, migrateQueues, type Queues } from './queue.ts';
import { createSigner } from './sign.ts';
import { testDatabase } from './testing/database.ts';
import { figure } from './testing/figure.ts';
import { noRedis, testRedis } from './testing/redis.ts';

const SECRET = 'a-secret-for-tests-only';
const signer = createSigner(SECRET);
const NAMES = ['post', 'shelf', 'ticks', 'chores', 'doomed', 'trimmed'];
/** Five tries with pauses of 2, 4, 8 and 16 seconds, and some time to run. */
const DEAD_AFTER_MS = 50_000;

type Engine = {
  databaseUrl: string;
  redisUrl: string | undefined;
  /** How many finished jobs it still keeps. */
  finished(queue: string): Promise<number>;
  /** Connections that the queues hold to it. */
  connections(): Promise<number>;
  stop(): Promise<void>;
};

async function onPostgres(): Promise<Engine> {
  const { url, sql, drop } = await testDatabase('queues');
  await migrateContext({ context: 'jobs', folder: new URL('./no-migrations', import.meta.url), databaseUrl: url }, signer);
  await migrateQueues(url, signer);
  const count = (rows: readonly { n: number }[]) => rows[0]!.n;
  return {
    databaseUrl: url,
    redisUrl: undefined,
    finished: async (queue) =>
      count(await sql<{ n: number }[]>`SELECT count(*)::int AS n FROM bullmq.job WHERE queue = ${queue} AND state = 'completed'`),
    connections: async () =>
      count(
        await sql<{ n: number }[]>`
        SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND usename = 'holdfast_jobs'`,
      ),
    stop: drop,
  };
}

async function onRedis(): Promise<Engine> {
  const server = await testRedis();
  const redis = new Redis(server.url);
  await redis.flushdb();
  return {
    databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    redisUrl: server.url,
    finished: (queue) => redis.zcard(`bull:${queue}:completed`),
    connections: async () =>
      String(await redis.call('CLIENT', 'LIST'))
        .trim()
        .split('\n').length - 1,
    stop: async () => {
      redis.disconnect();
      await server.stop();
    },
  };
}

/** One process of several that have the same queues. */
const join = ({ databaseUrl, redisUrl }: Engine): Promise<Queues> =>
  createQueues({ databaseUrl, redisUrl, signer, log: createLog('silent'), names: NAMES, connections: NAMES.length + 3 });

type Doomed = { queues: Queues; began: number; tries: Job[] };
/** Giving a job up takes half a minute: it is begun first, and looked at last. */
async function doom(engine: Engine): Promise<Doomed> {
  const doomed: Doomed = { queues: await join(engine), began: Date.now(), tries: [] };
  doomed.queues.work('doomed', async (job) => {
    doomed.tries.push(job);
    throw new Error('never works');
  });
  await doomed.queues.add('doomed', [{ name: 'fail', data: { order: 1 } }]);
  return doomed;
}

const opening = { Postgres: onPostgres, Redis: onRedis };
type Name = keyof typeof opening;
const opened = new Map<Name, { engine: Engine; doomed: Doomed }>();
beforeAll(async () => {
  const names: Name[] = noRedis ? ['Postgres'] : ['Postgres', 'Redis'];
  for (const name of names) {
    const engine = await opening[name]();
    opened.set(name, { engine, doomed: await doom(engine) });
  }
});
afterAll(async () => {
  for (const { engine } of opened.values()) await engine.stop();
});

if (noRedis) console.warn(`The queue tests on Redis are skipped: there is ${noRedis}.`);
describe('job queues on Postgres', () => conformance('Postgres'));
describe.skipIf(noRedis)(`job queues on Redis${noRedis ? ` (skipped: there is ${noRedis})` : ''}`, () => conformance('Redis'));

/** What the rest of the house counts on, whichever engine moves the jobs. */
function conformance(name: Name): void {
  let engine: Engine;
  let doomed: Doomed;
  let queues: Queues;
  const processes: Queues[] = [];
  const another = async () => {
    const process = await join(engine);
    processes.push(process);
    return process;
  };
  const depth = async (queue: string) => (await queues.depths()).find((it) => it.name === queue)!;

  beforeAll(async () => {
    ({ engine, doomed } = opened.get(name)!);
    queues = doomed.queues;
    processes.push(queues);
  });
  afterAll(() => Promise.all(processes.map((it) => it.close())));

  test('a job reaches one worker, with what it was given', async () => {
    const other = await another();
    const done: Job[] = [];
    for (const each of [queues, other]) each.work('post', async (job) => void done.push(job), { concurrency: 4 });
    const jobs = Array.from({ length: 30 }, (_, i) => ({ name: 'letter', data: { n: i, deep: { text: 'ä "quoted"' } } }));
    await queues.add('post', jobs);
    await expect.poll(() => done.length, { timeout: 20_000 }).toBe(30);
    await sleep(200);
    expect(done.map((job) => (job.data as { n: number }).n).sort((a, b) => a - b)).toEqual(jobs.map((_, i) => i));
    expect(done[0]).toMatchObject({ name: 'letter', attempt: 1, data: { deep: { text: 'ä "quoted"' } } });
    expect(new Set(done.map((job) => job.id)).size).toBe(30);
  });

  test('a job that fails is tried again, and others do not wait for it', async () => {
    const done: string[] = [];
    const counted = (outcome: string) => figure(`holdfast_job_seconds_count{queue="chores",outcome="${outcome}"}`);
    const [before, failed] = [await counted('done'), await counted('failed')];
    queues.work('chores', async (job) => {
      if (job.name === 'stubborn' && job.attempt === 1) throw new Error('not yet');
      done.push(`${job.name} ${job.attempt}`);
    });
    await queues.add('chores', [
      { name: 'stubborn', data: {} },
      { name: 'easy', data: {} },
    ]);
    await expect.poll(() => done, { timeout: 20_000 }).toEqual(['easy 1', 'stubborn 2']);
    await expect.poll(async () => [(await counted('done')) - before, (await counted('failed')) - failed]).toEqual([2, 1]);
  });

  test('how full a queue is, and how old its oldest job', async () => {
    expect(await depth('shelf')).toEqual({ name: 'shelf', waiting: 0, active: 0, delayed: 0, failed: 0, oldestWaitingSeconds: null });
    await queues.add('shelf', [{ name: 'a', data: {} }]);
    await sleep(300);
    await queues.add('shelf', [{ name: 'b', data: {} }]);
    const full = await depth('shelf');
    expect(full).toMatchObject({ waiting: 2, active: 0, failed: 0 });
    expect(full.oldestWaitingSeconds).toBeGreaterThan(0.25);
    expect(full.oldestWaitingSeconds).toBeLessThan(30);
  });

  test('a schedule runs once each time, however many processes say so', async () => {
    const every = 250;
    const runs: { id: string; at: number }[] = [];
    const three = [queues, await another(), await another()];
    for (const each of three) each.work('ticks', async (job) => void runs.push({ id: job.id, at: Date.now() }));
    const began = Date.now();
    await Promise.all(three.map((each) => each.schedule('ticks', every)));
    await expect.poll(() => runs.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(8);
    const took = Date.now() - began;
    expect(new Set(runs.map((run) => run.id)).size).toBe(runs.length);
    expect(runs.length).toBeLessThanOrEqual(Math.ceil(took / every) + 1);
  });

  test('of finished jobs only the last hundred or so are kept', async () => {
    const done: string[] = [];
    queues.work('trimmed', async (job) => void done.push(job.id), { concurrency: 8 });
    await queues.add(
      'trimmed',
      Array.from({ length: 180 }, (_, i) => ({ name: 'n', data: { i } })),
    );
    await expect.poll(() => done.length, { timeout: 30_000 }).toBe(180);
    await expect.poll(() => engine.finished('trimmed'), { timeout: 10_000 }).toBeLessThanOrEqual(110);
    expect(await engine.finished('trimmed')).toBeGreaterThan(0);
  });

  test('an unknown queue is a bug, and said so', async () => {
    await expect(queues.add('psot', [{ name: 'a', data: {} }])).rejects.toThrow('no queue is named psot');
  });

  test('a job that always fails is tried five times, then kept as dead and counted', async () => {
    await expect.poll(async () => (await depth('doomed')).failed, { timeout: DEAD_AFTER_MS, interval: 500 }).toBe(1);
    expect(doomed.tries.map((job) => job.attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(Date.now() - doomed.began).toBeGreaterThan(25_000);
    expect(await depth('doomed')).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 1 });
  });

  test('closed, it holds no connection', async () => {
    expect(await engine.connections()).toBeGreaterThan(0);
    await Promise.all(processes.splice(0).map((it) => it.close()));
    await expect.poll(() => engine.connections(), { timeout: 10_000 }).toBe(0);
  });

  test('nor a handle: a process that closes its queues ends by itself', async () => {
    const { code, output } = await childThatCloses(engine);
    expect({ code, output }).toEqual({ code: 0, output: 'closed' });
  });
}

/** A process of its own, which opens queues, works one job, closes them and has nothing else to do. */
function childThatCloses({ databaseUrl, redisUrl }: Engine): Promise<{ code: number | null; output: string }> {
  const script = `
    import { createQueues } from '${new URL('./queue.ts', import.meta.url).href}';
    import { createLog } from '${new URL('./log.ts', import.meta.url).href}';
    import { createSigner } from '${new URL('./sign.ts', import.meta.url).href}';
    const given = ${JSON.stringify({ databaseUrl, redisUrl, names: ['last', 'ticking'], connections: 5 })};
    const queues = await createQueues({ ...given, signer: createSigner('${SECRET}'), log: createLog('silent') });
    await new Promise((done) => {
      queues.work('last', async () => done());
      queues.work('ticking', async () => {});
      queues.schedule('ticking', 60_000).then(() => queues.add('last', [{ name: 'a', data: {} }]));
    });
    await queues.close();
    process.stdout.write('closed');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 40_000,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

test('queues and workers that found no database at first work when it is there', async () => {
  const engine = await onPostgres();
  const real = new URL(engine.databaseUrl);
  const port = await freePort();
  const url = new URL(engine.databaseUrl);
  url.port = String(port);
  const queues = await createQueues({
    databaseUrl: url.toString(),
    redisUrl: undefined,
    signer,
    log: createLog('silent'),
    names: ['early'],
    connections: 4,
  });
  const done: string[] = [];
  queues.work('early', async (job) => void done.push(job.name));
  await expect(queues.add('early', [{ name: 'refused', data: {} }])).rejects.toThrow('ECONNREFUSED');
  const forwarder = net.createServer((client) => {
    const server = net.connect(Number(real.port), real.hostname);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => forwarder.listen(port, '127.0.0.1', resolve));
  const add = () =>
    queues.add('early', [{ name: 'taken', data: {} }]).then(
      () => true,
      () => false,
    );
  await expect.poll(add, { timeout: 10_000 }).toBe(true);
  await expect.poll(() => done, { timeout: 15_000 }).toContain('taken');
  await queues.close();
  forwarder.close();
  await engine.stop();
});
