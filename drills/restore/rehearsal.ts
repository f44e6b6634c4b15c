import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { type EmbeddedPostgres, embeddedPostgres } from '../../kit/postgres/embedded.ts';
import { type Shopper, shopper, until } from '../../stories/shopper.ts';
import { openWorld, type World } from '../../stories/world.ts';
import { archiveNow, archivingTo, baseBackup, dataDirectory, makeArchive, passableFolder, restore } from './cluster.ts';

export const HELP = `Usage: npm run drill:restore

Rehearses a disaster on a shop of its own, which it opens for the purpose: buys 20 things, takes a base backup of Postgres while
20 more are bought, notes the time, buys 10 more. Then it restores a copy to the noted time and one to the end of the WAL, and
audits both: exactly the orders of that time must be there, and the books must agree with the payment provider's. With the
provider ahead of the restored books, the audit must name each charge that the copy has forgotten.

Exit code 0: all of that holds. 1: it does not. Takes a minute or two; nothing is left behind.`;

const ROOT = path.resolve(import.meta.dirname, '../..');
const [FIRST, DURING, AFTER] = [20, 20, 10];
type Tell = (line: string) => void;
/** What is to be ended or taken away, in the order in which it came. */
type Closing = (() => unknown)[];
type Drill = {
  closing: Closing;
  folder: string;
  archive: string;
  backup: string;
  server: EmbeddedPostgres;
  world: World;
  me: Shopper;
  tell: Tell;
};

/** Runs the drill; what did not hold, in words. Whatever happens, nothing that it started or wrote outlives it. */
export async function rehearse(tell: Tell, signal: AbortSignal): Promise<string[]> {
  const folder = passableFolder('holdfast-restore-');
  const closing: Closing = [];
  const failures: string[] = [];
  const ended = new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true }));
  const performing = perform(folder, closing, failures, tell);
  try {
    await Promise.race([performing, ended]);
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
  await closeAll(closing, failures);
  // interrupted, it may have been about to start something: with all else gone it fails soon, and that is ended too
  await performing.catch(() => {});
  await closeAll(closing, failures);
  rmSync(folder, { recursive: true, force: true });
  return failures;
}

async function closeAll(closing: Closing, failures: string[]): Promise<void> {
  for (let close = closing.pop(); close; close = closing.pop()) {
    try {
      await close();
    } catch (error) {
      failures.push(String(error));
    }
  }
}

async function perform(folder: string, closing: Closing, failures: string[], tell: Tell): Promise<void> {
  const drill = await open(folder, closing, tell);
  const { bought, moment } = await buyThroughABackup(drill, failures);

  const then = await restored(drill, 'then', moment);
  await expectOrders(drill, then, bought.slice(0, FIRST + DURING), 'at the noted time', failures);
  await expectCommand(drill, then, { args: ['audit'], code: 0, says: ['All is well'] }, 'at the noted time', failures);
  const ahead = { SIMULATOR_URL: drill.world.env.SIMULATOR_URL! };
  const forgotten = await intentsOf(drill.server, bought.slice(FIRST + DURING));
  const named = [`${AFTER} findings`, 'stray-charges', ...forgotten];
  await expectCommand(drill, then, { args: ['audit'], code: 1, says: named, env: ahead }, 'with the provider ahead', failures);
  const byHand = [`0 repairs can be made; ${AFTER} need a person`, ...forgotten];
  await expectCommand(drill, then, { args: ['repair', '--plan'], code: 1, says: byHand, env: ahead }, 'with the provider ahead', failures);
  await then.stop();

  await drill.world.crash();
  await archiveNow(drill.server.url);
  await drill.server.stop();
  tell('the shop was killed, its Postgres is gone');
  const end = await restored(drill, 'end');
  await expectOrders(drill, end, bought, 'at the end', failures);
  await expectCommand(drill, end, { args: ['audit'], code: 0, says: ['All is well'] }, 'at the end', failures);
}

async function open(folder: string, closing: Closing, tell: Tell): Promise<Drill> {
  const archive = path.join(folder, 'archive');
  const server = await embeddedPostgres({ dataDir: path.join(folder, 'live'), settings: archivingTo(archive) });
  closing.push(() => server.stop());
  makeArchive(archive, await dataDirectory(server.url));
  mkdirSync(path.join(folder, 'backup'), { mode: 0o711 });
  cpSync(path.join(folder, 'live/postgres.password'), path.join(folder, 'backup/postgres.password'));
  const world = await openWorld('one process', { DATABASE_URL: server.url });
  closing.push(() => world.stop());
  tell('a shop is open, its WAL is archived');
  return { closing, folder, archive, backup: path.join(folder, 'backup/postgres'), server, world, me: shopper(world), tell };
}

/** The ids of all orders in the order in which they were bought, and a moment after the backup at which the shop was quiet. */
async function buyThroughABackup({ me, server, backup, tell }: Drill, failures: string[]): Promise<{ bought: string[]; moment: Date }> {
  const { variantId } = await me.product(200);
  const bought: string[] = [];
  const buy = async (n: number) => {
    for (let i = 0; i < n; i++) {
      const answer = await me.settled(me.buyingOne(variantId));
      if (answer.__typename !== 'CheckoutCompleted') throw new Error(`a purchase failed: ${JSON.stringify(answer)}`);
      bought.push(answer.order.id);
    }
  };
  await buy(FIRST);
  const buying = buy(DURING);
  const before = bought.length;
  await Promise.all([
    baseBackup(server.url, backup).then(() => tell(`a base backup was taken while ${bought.length - before} were bought`)),
    buying,
  ]);
  if (bought.length === before) failures.push('nothing was bought during the backup');
  await quiet(me, server);
  const moment = await momentOf(server);
  await buy(AFTER);
  await quiet(me, server);
  await archiveNow(server.url);
  tell(`${FIRST + DURING} orders until ${moment.toISOString()}, ${AFTER} after it`);
  return { bought, moment };
}

/** All that was begun is ended and all that was said is heard, for two seconds: a copy of this needs nobody to go on with it. */
async function quiet(me: Shopper, server: EmbeddedPostgres): Promise<void> {
  let since = Date.now();
  const still = await until(
    async () => {
      const [busy] = await asking(server, (sql) => sql<{ busy: boolean }[]>`${UNDER_WAY(sql)}`);
      if (busy!.busy) since = Date.now();
      return Date.now() - since > 2_000;
    },
    (idle) => idle,
    60_000,
  );
  if (!still) throw new Error('the shop did not come to rest within a minute');
  const { findings } = await me.cleanAudit();
  if (findings.length > 0) throw new Error(`the shop itself is not well: ${JSON.stringify(findings)}`);
}

const UNDER_WAY = (sql: Sql) => sql`
  SELECT EXISTS (SELECT FROM checkout.sagas WHERE state IN ('RUNNING', 'COMPENSATING', 'WAITING'))
    OR EXISTS (SELECT FROM payments.webhook_events WHERE processed_at IS NULL AND quarantined IS NULL)
    OR EXISTS (SELECT FROM orders.outbox WHERE published_at IS NULL OR awaiting <> '{}')
    OR EXISTS (SELECT FROM payments.outbox WHERE published_at IS NULL OR awaiting <> '{}')
    OR EXISTS (SELECT FROM inventory.outbox WHERE published_at IS NULL OR awaiting <> '{}')
    OR EXISTS (SELECT FROM catalog.outbox WHERE published_at IS NULL OR awaiting <> '{}') AS busy`;

/** The database's time, and it has passed when this returns: what is committed from here on is committed after it. */
async function momentOf(server: EmbeddedPostgres): Promise<Date> {
  const [clock] = await asking(server, (sql) => sql<{ now: Date }[]>`SELECT clock_timestamp() AS now`);
  const moment = new Date(clock!.now.getTime() + 1);
  await asking(server, (sql) => sql`SELECT pg_sleep(0.01)`);
  return moment;
}

async function restored({ folder, backup, archive, closing, tell }: Drill, name: string, moment?: Date): Promise<EmbeddedPostgres> {
  const began = Date.now();
  const server = await restore({ backup, archive, dataDir: path.join(folder, name), until: moment });
  closing.push(() => server.stop());
  tell(`a copy is restored to ${moment ? moment.toISOString() : 'the end of the WAL'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return server;
}

async function expectOrders({ tell }: Drill, server: EmbeddedPostgres, ids: string[], when: string, failures: string[]): Promise<void> {
  const rows = await asking(server, (sql) => sql<{ id: string }[]>`SELECT id FROM orders.orders WHERE status = 'PAID'`);
  const there = new Set(rows.map((row) => row.id));
  const missing = ids.filter((id) => !there.has(id)).length;
  const tooMany = there.size - (ids.length - missing);
  tell(`${when}: ${there.size} paid orders`);
  if (missing > 0 || tooMany > 0)
    failures.push(`${when} ${missing} of ${ids.length} orders are missing, and ${tooMany} are there that should not be`);
}

type Command = { args: string[]; code: number; says: string[]; env?: Record<string, string> };

/** A one-off command as an operator types it, on a restored copy. Without a provider's address it asks the simulator's own books there. */
async function expectCommand(
  { folder, world, tell, closing }: Drill,
  copy: EmbeddedPostgres,
  command: Command,
  when: string,
  failures: string[],
): Promise<void> {
  const { SIMULATOR_URL: _, ...env } = { ...process.env, ...world.env };
  const { args, code, says } = command;
  const child = spawn(process.execPath, [path.join(ROOT, 'tools/run.mjs'), ...args], {
    env: { ...env, DATA_DIR: path.join(folder, 'commands'), DATABASE_URL: copy.url, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  closing.push(() => child.kill('SIGKILL'));
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = Buffer.concat(chunks).toString();
  tell(
    `${when}: npm run ${args.join(' ')} ends with ${ended}: ${said
      .trim()
      .split('\n')
      .at(args[0] === 'audit' ? 0 : -1)}`,
  );
  const unsaid = says.filter((text) => !said.includes(text));
  if (ended === code && unsaid.length === 0) return;
  failures.push(
    `${when} \`${args.join(' ')}\` ended with ${ended} instead of ${code}${unsaid.length > 0 ? `, and did not say ${unsaid}` : ''}:\n${said}`,
  );
}

/** The provider's ids of what these orders were paid with. */
async function intentsOf(server: EmbeddedPostgres, orderIds: string[]): Promise<string[]> {
  const rows = await asking(
    server,
    (sql) =>
      sql<{ intent: string }[]>`SELECT provider_intent_id AS intent FROM payments.payments WHERE order_id = ANY(${orderIds}::uuid[])`,
  );
  return rows.map((row) => row.intent);
}

async function asking<T>({ url }: EmbeddedPostgres, question: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await question(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
