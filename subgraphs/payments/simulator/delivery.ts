import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { signatureHeader } from './signature.ts';
import type { SimulatorLog } from './simulator-log.ts';

export interface DeliveryOptions {
  sql: Sql;
  webhookUrl: string | undefined;
  webhookSecret: string;
  /** First wait after a failed attempt, in milliseconds; it doubles up to `webhookRetryMaxMs`. */
  webhookRetryMs: number;
  webhookRetryMaxMs: number;
  log: SimulatorLog;
}

export interface Delivery {
  /** Something was committed: look for events. */
  wake(): void;
  setWebhookUrl(url: string | undefined): Promise<void>;
  close(): Promise<void>;
}

interface Due {
  id: string;
  body: string;
  attempts: number;
}

const ABREAST = 16;
const ANSWER_WITHIN_MS = 10_000;
const MARK_AGAIN_MS = 500;
const LONGEST_SLEEP_MS = 60_000;

/** Posts events to the webhook, oldest first, until each has had a 2xx. What is undelivered is in the table and survives us. */
export async function startDelivery(options: DeliveryOptions): Promise<Delivery> {
  const { sql, log } = options;
  let url = options.webhookUrl;
  let closed = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const underway = new Map<string, Promise<void>>();
  const marks: Mark[] = [];
  let marking: Promise<void> | undefined;
  const stop = new AbortController();

  const wake = () => {
    if (closed || !url) return;
    again = true;
    looking ??= look()
      .catch((error: unknown) => {
        log.error({ err: error }, 'webhook delivery cannot read its events');
        sleepFor(1_000);
      })
      .finally(() => {
        looking = undefined;
        if (again) setImmediate(wake);
      });
  };

  const sleepFor = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(wake, Math.min(Math.max(ms, 5), LONGEST_SLEEP_MS)).unref();
  };

  async function look(): Promise<void> {
    while (again && !closed && underway.size < ABREAST) {
      again = false;
      const due = await dueEvents(sql, [...underway.keys()], ABREAST - underway.size);
      for (const event of due) underway.set(event.id, deliver(event));
      if (due.length > 0) again = underway.size < ABREAST;
      else sleepFor(await untilNext(sql, [...underway.keys()]));
    }
    again = false;
  }

  async function deliver(event: Due): Promise<void> {
    const delivered = await post(event);
    const wait = Math.min(options.webhookRetryMs * 2 ** Math.min(event.attempts, 20), options.webhookRetryMaxMs);
    await mark({ id: event.id, wait: delivered ? null : wait });
    underway.delete(event.id);
    wake();
  }

  async function post({ id, body }: Due): Promise<boolean> {
    const signature = signatureHeader(body, options.webhookSecret, Math.floor(Date.now() / 1000));
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature };
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    try {
      const response = await fetch(url ?? '', { method: 'POST', headers, body, signal, redirect: 'manual' });
      await response.arrayBuffer();
      if (!response.ok) log.warn({ event: id, status: response.status }, 'webhook was not accepted');
      return response.ok;
    } catch (error) {
      if (!closed) log.warn({ event: id, err: error }, 'webhook could not be delivered');
      return false;
    }
  }

  // One commit for all attempts that ended meanwhile: a sale makes thousands of events.
  async function mark(one: Mark): Promise<void> {
    marks.push(one);
    while (marks.includes(one)) {
      marking ??= flush().finally(() => {
        marking = undefined;
      });
      await marking;
    }
  }

  async function flush(): Promise<void> {
    const batch = [...marks];
    await saveMarks(sql, batch).catch(async (error: unknown) => {
      log.error({ err: error }, 'webhook delivery cannot be noted; it will repeat');
      await sleep(MARK_AGAIN_MS, undefined, { signal: stop.signal }).catch(() => {});
    });
    marks.splice(0, batch.length);
  }

  const setWebhookUrl = async (next: string | undefined) => {
    url = next;
    await sql`UPDATE events SET next_attempt_at = now() WHERE delivered_at IS NULL AND next_attempt_at > now()`;
    wake();
  };

  const close = async () => {
    closed = true;
    clearTimeout(timer);
    stop.abort();
    await Promise.allSettled([looking, ...underway.values()]);
  };

  // Whoever restarts the simulator has waited long enough.
  await setWebhookUrl(url);
  return { wake, setWebhookUrl, close };
}

interface Mark {
  id: string;
  /** Milliseconds until the next attempt; null when it was accepted. */
  wait: number | null;
}

async function dueEvents(sql: Sql, underway: string[], limit: number): Promise<Due[]> {
  return sql<Due[]>`
    SELECT id, doc::text AS body, attempts FROM events
    WHERE delivered_at IS NULL AND next_attempt_at <= now() AND id <> ALL(${underway})
    ORDER BY next_attempt_at, seq LIMIT ${limit}`;
}

async function untilNext(sql: Sql, underway: string[]): Promise<number> {
  const [row] = await sql<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(next_attempt_at) - clock_timestamp()) * 1000)::float8 AS ms
    FROM events WHERE delivered_at IS NULL AND next_attempt_at > now() AND id <> ALL(${underway})`;
  return row?.ms ?? LONGEST_SLEEP_MS;
}

async function saveMarks(sql: Sql, marks: Mark[]): Promise<void> {
  const ids = marks.map((mark) => mark.id);
  const waits = marks.map((mark) => mark.wait);
  await sql`
    UPDATE events SET attempts = attempts + 1, delivered_at = CASE WHEN m.wait IS NULL THEN now() END,
      next_attempt_at = now() + coalesce(m.wait, 0) * interval '1 millisecond'
    FROM unnest(${ids}::text[], ${waits}::float8[]) AS m(id, wait)
    WHERE events.id = m.id`;
}
