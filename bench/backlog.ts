import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { contextNames } from '../topology.ts';
import type { Shop } from './shop.ts';

const LIMIT_MS = 120_000;

/** What is still to be done after the buyers have their answers: events untold, webhooks on their way or not applied, jobs. */
async function backlog(shop: Shop, databaseUrl: string): Promise<number> {
  const ours = await count(
    databaseUrl,
    [
      ...contextNames.map((name) => `(SELECT count(*) FROM ${name}.outbox WHERE published_at IS NULL)`),
      '(SELECT count(*) FROM payments.webhook_events WHERE processed_at IS NULL)',
    ].join(' + '),
  );
  return ours + (await jobs(shop)) + (await webhooks(databaseUrl));
}

/** Of the simulator, where the shop has one. */
async function webhooks(databaseUrl: string): Promise<number> {
  const ledger = new URL(databaseUrl);
  ledger.pathname += '_stripe_simulator';
  const isThere = await count(databaseUrl, `SELECT count(*) FROM pg_database WHERE datname = '${ledger.pathname.slice(1)}'`);
  return isThere ? count(ledger.toString(), '(SELECT count(*) FROM events WHERE delivered_at IS NULL)') : 0;
}

/** Waits until nothing is left to do; answers what there was, and how long it took in seconds. */
export async function untilQuiet(
  shop: Shop,
  databaseUrl: string,
  signal: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<{ left: number; seconds: number }> {
  const began = Date.now();
  const left = await backlog(shop, databaseUrl);
  for (let now = left; now > 0; now = await backlog(shop, databaseUrl)) {
    if (Date.now() - began > limitMs) throw new Error(`${now} events, webhooks and jobs are not done after ${limitMs / 1000} s`);
    await pause(200, undefined, { signal });
  }
  return { left, seconds: (Date.now() - began) / 1000 };
}

async function jobs({ base, adminKey }: Shop): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` };
  const body = JSON.stringify({ query: '{ jobQueues { waiting active } }' });
  const { data } = (await (await fetch(`${base}/admin/graphql`, { method: 'POST', headers, body })).json()) as {
    data: { jobQueues: { waiting: number; active: number }[] };
  };
  return data.jobQueues.reduce((sum, { waiting, active }) => sum + waiting + active, 0);
}

async function count(url: string, expression: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const [row] = await sql.unsafe<{ n: number }[]>(`SELECT (${expression})::int AS n`).finally(() => sql.end());
  return row!.n;
}
