import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker, type BackendFactory, createPostgresBackend, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import postgres from 'postgres';
import type { Log } from './log.ts';
import { contextUrl, roleOf } from './migrate.ts';
import type { QueueDepth } from './queue-depth.ts';
import { withRolePassword } from './role-password.ts';
import type { Signer } from './sign.ts';
import { jobSeconds } from './telemetry.ts';

/** `isLast`: should it fail now, it is dead. */
export type Job = { id: string; name: string; data: unknown; attempt: number; isLast: boolean };

/** BullMQ on Postgres by default, on Redis where one is given; everybody else sees only this. */
export type Queues = {
  add(queue: string, jobs: { name: string; data: unknown }[]): Promise<void>;
  /** Runs `work` every `everyMs`, once for all processes that say so. Said again, it mends what was forgotten. */
  schedule(queue: string, everyMs: number): Promise<void>;
  work(queue: string, work: (job: Job) => Promise<void>, options?: { concurrency?: number }): void;
  depths(): Promise<QueueDepth[]>;
  ready(): Promise<void>;
  close(): Promise<void>;
};

const AGAIN_MS = 1_000;
const SCHEMA = 'bullmq';
const OWNER = 'jobs';
/** Five tries over about a minute, then the job is kept as dead and counted. */
const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: { count: 100 },
  removeOnFail: { count: 10_000 },
};

/** A worker goes on soon after a fault of its connection, and what a dead worker held is taken up soon, however often that happens. */
const SOON = { runRetryDelay: 1_000, lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 100 };
/** A job that is not done by then never will be; its place is given to others. */
const LONGEST_MS = 120_000;

/** A schedule whose next turn was lost with the connection of its worker names one that is long past. */
const OVERDUE_MS = 15_000;

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it has not ended within ${LONGEST_MS / 1000} s`)), LONGEST_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

type Options = { databaseUrl: string; redisUrl: string | undefined; signer: Signer; log: Log; names: string[]; connections: number };
type Connected = { connection: never; factory?: BackendFactory; ready(): Promise<void>; close(): Promise<void> };

export async function createQueues({ databaseUrl, redisUrl, signer, log, names, connections }: Options): Promise<Queues> {
  const connected = redisUrl ? onRedis(redisUrl, log) : onPostgres(contextUrl(databaseUrl, OWNER, signer), connections, log);
  const factory = connected.factory;
  const made = (name: string) => {
    const queue = new Queue(name, { connection: connected.connection, defaultJobOptions: JOB_OPTIONS }, factory as never);
    queue.on('error', (error: Error) => log.warn({ err: error, queue: name }, 'the queue cannot be reached'));
    return queue;
  };
  const queues = new Map(names.map((name) => [name, made(name)]));
  const workers = new Map<string, Worker>();
  let closing = false;
  /** A queue remembers for ever that it could not get ready: then the next try is made with a new one. */
  const queue = async (name: string): Promise<Queue> => {
    const found = queues.get(name);
    if (!found) throw new Error(`no queue is named ${name}`);
    try {
      await found.waitUntilReady();
      return found;
    } catch (error) {
      if (queues.get(name) === found) queues.set(name, made(name));
      await found.close().catch(() => {});
      throw error;
    }
  };
  /** So does a worker, and would sit there and do nothing. */
  function hire(name: string, hired: () => Worker): void {
    const worker = hired();
    workers.set(name, worker);
    worker.on('error', (error: Error) => log.warn({ err: error, queue: name }, 'a worker met an error'));
    worker.waitUntilReady().catch(async () => {
      await worker.close().catch(() => {});
      await sleep(AGAIN_MS);
      if (!closing) hire(name, hired);
    });
  }
  return {
    async add(name, jobs) {
      const to = await queue(name);
      // on Postgres many at once go by way of two temporary tables, which for one alone costs ten times what it does
      if (jobs.length === 1) await to.add(jobs[0]!.name, jobs[0]!.data);
      else await to.addBulk(jobs);
    },
    async schedule(name, everyMs) {
      const known = await (await queue(name)).getJobScheduler(name);
      if (known?.every === everyMs && Date.now() - (known.next ?? 0) < Math.max(OVERDUE_MS, 3 * everyMs)) return;
      const opts = { attempts: 1, removeOnComplete: { count: 5 }, removeOnFail: { count: 100 } };
      await (await queue(name)).upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts });
    },
    work(name, work, { concurrency = 1 } = {}) {
      const run = async (job: { id?: string; name: string; data: unknown; attemptsMade: number; opts?: { attempts?: number } }) => {
        const stop = jobSeconds.startTimer({ queue: name });
        try {
          const attempt = job.attemptsMade + 1;
          await inTime(work({ id: job.id ?? '', name: job.name, data: job.data, attempt, isLast: attempt >= (job.opts?.attempts ?? 1) }));
          stop({ outcome: 'done' });
        } catch (error) {
          stop({ outcome: 'failed' });
          log.warn({ err: error, queue: name, job: job.id, attempt: job.attemptsMade + 1 }, 'a job failed');
          throw error;
        }
      };
      const options = { connection: connected.connection, concurrency, drainDelay: 5, ...SOON };
      hire(name, () => new Worker(name, run as never, options, factory as never));
    },
    depths: () => Promise.all(names.map(async (name) => depthOf(await queue(name)))),
    ready: connected.ready,
    async close() {
      closing = true;
      await Promise.all([...workers.values()].map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((each) => each.close()));
      await connected.close();
    },
  };
}

async function depthOf(queue: Queue): Promise<QueueDepth> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  // both engines list the newest first, and on Postgres asking for the other order does not change that
  const last = (counts.waiting ?? 0) - 1;
  const [oldest] = last >= 0 ? await queue.getJobs(['waiting'], last, last) : [];
  return {
    name: queue.name,
    waiting: counts.waiting ?? 0,
    active: counts.active ?? 0,
    delayed: counts.delayed ?? 0,
    failed: counts.failed ?? 0,
    oldestWaitingSeconds: oldest ? (Date.now() - oldest.timestamp) / 1000 : null,
  };
}

/** What the pool calls with `new`. */
const clientsOf = (url: string) =>
  function RoleClient(config: pg.ClientConfig): pg.Client {
    return withRolePassword(new pg.Client(config), url);
  };

/** One pool for all queues and workers; each worker keeps one connection of it to listen on. */
function onPostgres(url: string, connections: number, log: Log): Connected {
  const pool = new pg.Pool({
    connectionString: url,
    Client: clientsOf(url) as never,
    max: connections,
    options: `-c search_path=${SCHEMA}`,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 15_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  pool.setMaxListeners(100);
  pool.on('error', (error) => log.warn({ err: error }, 'a connection of the job queues broke'));
  return {
    connection: pool as never,
    factory: createPostgresBackend as never,
    ready: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}

function onRedis(url: string, log: Log): Connected {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', (error) => log.warn({ err: error }, 'Redis cannot be reached'));
  return { connection: redis as never, ready: async () => void (await redis.ping()), close: async () => void redis.disconnect() };
}

/** BullMQ's own migrations, in a schema of their own that the role of the jobs owns. */
export async function migrateQueues(databaseUrl: string, signer: Signer): Promise<void> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const role = roleOf(OWNER);
  try {
    await admin.unsafe(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA} AUTHORIZATION ${role}`);
    const { database } = (await admin<{ database: string }[]>`SELECT current_database() AS database`)[0]!;
    await admin.unsafe(`GRANT CREATE, CONNECT ON DATABASE "${database}" TO ${role}`);
    const url = contextUrl(databaseUrl, OWNER, signer);
    const client = withRolePassword(new pg.Client({ connectionString: url }), url);
    await client.connect();
    await runMigrations(client, SCHEMA).finally(() => client.end());
    await admin.unsafe(`REVOKE CREATE ON DATABASE "${database}" FROM ${role}`);
  } finally {
    await admin.end();
  }
}
