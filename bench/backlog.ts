import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { contextNames } from '../topology.ts';

/** What is still to be done after the buyers have their answers: events untold, webhooks on their way or not applied. */
export async function backlog(databaseUrl: string): Promise<number> {
  const ledger = new URL(databaseUrl);
  ledger.pathname += '_stripe_simulator';
  const ours = await count(
    databaseUrl,
    [
      ...contextNames.map((name) => `(SELECT count(*) FROM ${name}.outbox WHERE published_at IS NULL)`),
      '(SELECT count(*) FROM payments.webhook_events WHERE processed_at IS NULL)',
    ].join(' + '),
  );
  return ours + (await count(ledger.toString(), '(SELECT count(*) FROM events WHERE delivered_at IS NULL)'));
}

/** Waits until nothing is left to do; answers what there was, and how long it took in seconds. */
export async function untilQuiet(databaseUrl: string, signal: AbortSignal, limitSeconds = 60): Promise<{ left: number; seconds: number }> {
  const began = Date.now();
  const left = await backlog(databaseUrl);
  for (let now = left; now > 0; now = await backlog(databaseUrl)) {
    if (Date.now() - began > limitSeconds * 1000) throw new Error(`${now} events and webhooks are not done after ${limitSeconds} s`);
    await pause(200, undefined, { signal });
  }
  return { left, seconds: (Date.now() - began) / 1000 };
}

async function count(url: string, expression: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const [row] = await sql.unsafe<{ n: number }[]>(`SELECT (${expression})::int AS n`).finally(() => sql.end());
  return row!.n;
}
