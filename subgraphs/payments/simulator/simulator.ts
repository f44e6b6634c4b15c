import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { startDelivery } from './delivery.ts';
import { forgetOldKeys } from './idempotency.ts';
import { createLedger } from './ledger.ts';
import { createSimulatorServer } from './server.ts';
import { startSettlement } from './settlement.ts';
import { type SimulatorLog, silent } from './simulator-log.ts';

export interface SimulatorOptions {
  /** A database of the simulator's own; two or three connections are enough. The caller ends it after `close`. */
  sql: Sql;
  /** 0 picks a free one. */
  port?: number;
  /** The interface to listen on; this machine alone unless given. */
  host?: string;
  /** What the shop must present as `Authorization: Bearer ...`. */
  secretKey: string;
  /** Where events are posted. Absent: they are kept, undelivered. */
  webhookUrl?: string;
  webhookSecret?: string;
  /** Event types the endpoint listens to; absent means all. Others are kept and never sent. */
  webhookEvents?: readonly string[];
  /** First wait after a failed delivery and the longest one, in milliseconds. */
  webhookRetryMs?: number;
  webhookRetryMaxMs?: number;
  /** How long refunds of the late-settling test cards take, in milliseconds. */
  refundSettleMs?: number;
  /** Added to every API request, in milliseconds. */
  latencyMs?: number;
  log?: SimulatorLog;
}

export interface Simulator {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Posts events here from now on, the undelivered ones first. */
  setWebhookUrl(url: string | undefined): void;
  /** Cuts connections, lets transactions that run finish, and stops. */
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** How long a client may take to finish sending a request while we close. */
const GRACE_MS = 1_000;

/** Starts a payment provider that speaks Stripe's HTTP API and keeps its books in Postgres. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { sql, secretKey, port = 0, host = '127.0.0.1', latencyMs = 0, log = silent } = options;
  await createLedger(sql);
  await forgetOldKeys(sql);
  const delivery = await startDelivery({
    sql,
    log,
    webhookUrl: options.webhookUrl,
    webhookSecret: options.webhookSecret ?? '',
    webhookRetryMs: options.webhookRetryMs ?? 200,
    webhookRetryMaxMs: options.webhookRetryMaxMs ?? 60_000,
  });
  const settlement = await startSettlement({
    sql,
    delayMs: options.refundSettleMs ?? 1_000,
    listened: options.webhookEvents,
    log,
    settled: delivery.wake,
  });
  const stop = new AbortController();
  const { server, idle } = createSimulatorServer({
    sql,
    secretKey,
    latencyMs,
    listened: options.webhookEvents,
    log,
    stop: stop.signal,
    committed: ({ events, refund, settlesTo }) => {
      if (refund && settlesTo) settlement.schedule(refund.id);
      if (events.length > 0) delivery.wake();
    },
  });
  const housekeeping = setInterval(() => {
    forgetOldKeys(sql).catch((error: unknown) => log.warn({ err: error }, 'old idempotency keys stay for another hour'));
  }, HOUR_MS).unref();

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  log.info({ url }, 'stripe simulator listens');

  const close = async () => {
    clearInterval(housekeeping);
    stop.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    await Promise.race([idle(), sleep(GRACE_MS, undefined, { ref: false })]);
    server.closeAllConnections();
    await idle();
    await closed;
    await settlement.close();
    await delivery.close();
  };
  const setWebhookUrl = (next: string | undefined) => {
    delivery.setWebhookUrl(next).catch((error: unknown) => log.error({ err: error }, 'the webhook address could not be changed'));
  };
  return { url, setWebhookUrl, close };
}
