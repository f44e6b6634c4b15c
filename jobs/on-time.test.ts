import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createLog } from '../kit/log.ts';
import { migrateContext } from '../kit/migrate.ts';
import { createQueues, migrateQueues, type Queues } from '../kit/queue.ts';
import { createSigner } from '../kit/sign.ts';
import { testDatabase } from '../kit/testing/database.ts';
import { onTime } from './on-time.ts';

const signer = createSigner('a-secret-for-tests-only');
const log = createLog('silent');
const [EVERY_MS, LOOK_MS] = [100, 400];

let database: Awaited<ReturnType<typeof testDatabase>>;
let queues: Queues;
let stop = () => {};
beforeAll(async () => {
  database = await testDatabase('on_time');
  await migrateContext({ context: 'jobs', folder: new URL('./no-migrations', import.meta.url), databaseUrl: database.url }, signer);
  await migrateQueues(database.url, signer);
  const names = ['ticks', 'hung', 'lost'];
  queues = await createQueues({ databaseUrl: database.url, redisUrl: undefined, signer, log, names, connections: 6 });
});
afterEach(() => stop());
afterAll(async () => {
  await queues.close();
  await database.drop();
});

/** The chain of a schedule's jobs is broken: what a worker leaves that loses its connection just after it has taken one. */
const loseTheNext = (queue: string) => database.sql`
  WITH gone AS (DELETE FROM bullmq.job WHERE queue = ${queue} AND state <> 'active' RETURNING 1)
  UPDATE bullmq.scheduler SET next_run_ms = next_run_ms - 3600000 WHERE queue = ${queue} AND EXISTS (SELECT FROM gone)`;

test('what is to be done every so often is done when its queue calls', async () => {
  let runs = 0;
  const work = onTime({ queue: 'ticks', everyMs: EVERY_MS, run: async () => void runs++ }, queues, log, 60_000);
  stop = work.stop;
  await work.schedule();
  await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(5);
});

test('it is done uncalled when the queue does not call, and one at a time', async () => {
  let [runs, abreast, most] = [0, 0, 0];
  const run = async () => {
    runs++;
    most = Math.max(most, ++abreast);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS * 2));
    abreast--;
  };
  const deaf = { work: () => {}, schedule: () => Promise.reject(new Error('the queue is away')) };
  const work = onTime({ queue: 'ticks', everyMs: EVERY_MS, run }, deaf, log, LOOK_MS);
  stop = work.stop;
  await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(most).toBe(1);
});

test('it is done uncalled when its worker is stuck', async () => {
  let runs = 0;
  let stuck = false;
  const run = async () => {
    runs++;
    if (stuck) return;
    stuck = true;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  };
  const work = onTime({ queue: 'hung', everyMs: EVERY_MS, run }, queues, log, LOOK_MS);
  stop = work.stop;
  await work.schedule();
  await expect.poll(() => stuck, { timeout: 10_000 }).toBe(true);
  const before = runs;
  await expect.poll(() => runs, { timeout: 2_500, interval: 50 }).toBeGreaterThan(before);
});

test('a schedule whose next turn was lost is mended', async () => {
  let called = 0;
  queues.work('lost', async () => void called++);
  await queues.schedule('lost', EVERY_MS);
  await expect.poll(() => called, { timeout: 10_000 }).toBeGreaterThan(2);
  await expect.poll(async () => (await loseTheNext('lost')).count, { timeout: 10_000, interval: 5 }).toBe(1);
  const before = called;
  await expect.poll(async () => (await queues.depths()).find((each) => each.name === 'lost')!.delayed).toBe(0);
  await queues.schedule('lost', EVERY_MS);
  await expect.poll(() => called, { timeout: 10_000 }).toBeGreaterThan(before + 3);
});
