import { databaseSocket } from './database-socket.ts';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import type { Log } from './log.ts';
import { rolePassword } from './role-password.ts';
import { type Replicas, watchReplicas } from './replicas.ts';
import { tracedSql } from './traced-sql.ts';

/** A context's own way to its own schema: its pools, its role. */
export type Db = {
  /** For commands. */
  sql: Sql;
  /** For those who only look: what commands wait for holds up nobody here. */
  read: Read;
  /** Opens all connections that it may have: those who come first need not wait for them. */
  open(): Promise<void>;
  close(): Promise<void>;
};
/** Either the pool or a transaction of it. */
export type SqlLike = Sql | TransactionSql;

/**
 * Runs statements that only look, where there is most room: on a replica that is up to date, or on the primary. `fresh`:
 * on the primary, because what was just changed must be seen.
 */
export type Read = <T>(work: (sql: Sql) => Promise<T>, about?: { fresh?: boolean }) => Promise<T>;

const CONNECT_S = 10;
/** Where nobody listened, a connection is tried again after so many seconds: the driver's own pauses grow to 20 s, and outlast a restart. */
const againAfter = (tries: number): number => Math.min(1, 0.02 * 2 ** tries) * (0.5 + Math.random() / 2);

type Options = {
  url: string;
  schema: string;
  max: number;
  prepare?: boolean;
  statementTimeoutMs?: number;
  onQuery?: (text: string) => void;
};

/**
 * A small bounded pool: more connections on a hot row make it slower, not faster. All pools of one process stay under 45.
 * `prepare: false` is for poolers that cannot keep prepared statements.
 */
export function connect({ url, schema, max, prepare = true, statementTimeoutMs = 10_000, onQuery }: Options): Db {
  const sql = postgres(url, {
    password: rolePassword(url),
    max,
    prepare,
    idle_timeout: 60,
    connect_timeout: CONNECT_S,
    backoff: againAfter,
    // the type of the option lacks that it is a function; its name stands in the driver's documentation
    ...({ socket: databaseSocket({ url, connectMs: CONNECT_S * 1000, statementMs: statementTimeoutMs }) } as object),
    onnotice: () => {},
    ...(onQuery && { debug: (_connection: number, query: string) => onQuery(query) }),
    connection: {
      application_name: `holdfast:${schema}`,
      search_path: `${schema}, public`,
      statement_timeout: statementTimeoutMs,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
    },
    types: {
      // bigint columns hold money and versions, exact to 2^53-1: numbers are enough and compare as such
      bigint: { to: 20, from: [20], serialize: (value: number | bigint) => String(value), parse: (text: string) => Number(text) },
    },
  });
  const own = tracedSql(sql as unknown as Sql, schema);
  // asked for in one turn, each takes a connection of its own
  const open = async () => void (await Promise.all(Array.from({ length: max }, () => sql`SELECT 1`)));
  return { sql: own, read: (work) => work(own), open, close: () => sql.end({ timeout: 5 }) };
}

/** A statement of a page that takes longer than this is given up: who looks can look again. */
const BROWSE_TIMEOUT_MS = 4_000;

type Pools = Options & { browsing: number; replicaUrls: string[]; log: Log };

/**
 * Pools of one role: for commands, for those who only look, so that a queue of buyers is none of lookers (one pool where
 * `browsing` is 0), and one for each replica.
 */
export function connectPools({ browsing, replicaUrls, log, ...options }: Pools): Db {
  const work = connect(options);
  if (browsing === 0) return work;
  const lookAt = (url: string) => connect({ ...options, url, max: browsing, statementTimeoutMs: BROWSE_TIMEOUT_MS });
  const look = lookAt(options.url);
  const pools = replicaUrls.map((url) => ({ name: new URL(url).host, db: lookAt(url) }));
  const replicas =
    pools.length > 0
      ? watchReplicas({ context: options.schema, primary: look.sql, replicas: pools.map(({ name, db }) => ({ name, sql: db.sql })), log })
      : null;
  const all = [work, look, ...pools.map(({ db }) => db)];
  const open = async () => void (await Promise.all(all.map((db) => db.open())));
  const close = async () => {
    replicas?.close();
    await Promise.all(all.map((db) => db.close()));
  };
  return { sql: work.sql, read: replicas ? readThrough(replicas, look.sql) : look.read, open, close };
}

/** On a replica that is up to date, or else on the primary; what a replica breaks off is asked again there. */
const readThrough =
  (replicas: Replicas, primary: Sql): Read =>
  async (work, { fresh = false } = {}) => {
    const replica = fresh ? null : replicas.pick();
    if (!replica) return work(primary);
    try {
      return await work(replica.sql);
    } catch (error) {
      if (!isConnectionLost(error) && !isTransient(error)) throw error;
      replicas.doubt(replica);
      return work(primary);
    }
  };

const TRANSIENT = new Set(['40001', '40P01', '55P03']);
/** Serialization failure, deadlock, lock time-out: the whole transaction may be tried again. */
export const isTransient = (error: unknown): boolean => TRANSIENT.has((error as { code?: string } | null)?.code ?? '');

const LOST = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
]);
/** The connection broke, or the server went down: whether the statement was committed is not known. */
export const isConnectionLost = (error: unknown): boolean => {
  const code = (error as { code?: string } | null)?.code ?? '';
  return LOST.has(code) || code.startsWith('08') || code.startsWith('57P');
};

/** Thrown inside a transaction that has seen the world change under it: it is run again as a whole. */
export class TryAgain extends Error {
  readonly code = '40001';
}

/** Runs one transaction, and runs it again as a whole when the database asks for that (three times, with jitter). */
export async function transaction<T>(sql: Sql, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await sql.begin(work)) as T;
    } catch (error) {
      if (!isTransient(error) || attempt === 4) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (5 + Math.random() * 10)));
    }
  }
}

/** The code of a violated constraint's name, or null: `violated(error) === 'orders_live_cart_key'`. */
export const violated = (error: unknown): string | null => {
  const { code, constraint_name } = (error ?? {}) as { code?: string; constraint_name?: string };
  return code?.startsWith('23') ? (constraint_name ?? null) : null;
};
