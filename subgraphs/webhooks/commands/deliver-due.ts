import type { Sql } from 'postgres';
import { abreast } from '../../../kit/abreast.ts';
import { pauseAfter } from '../../../kit/back-off.ts';
import { faultText } from '../../../kit/fault.ts';
import type { Log } from '../../../kit/log.ts';
import type { Seal } from '../../../kit/seal.ts';
import type { AdminGraph } from '../../../kit/subgraph.ts';
import { webhooksByOutcome } from '../../../kit/telemetry.ts';
import { continued, tracedOutside } from '../../../kit/trace.ts';
import { EVENTS } from '../contract.ts';
import type { Reply, Send } from '../sender.ts';
import { signedHeaders } from '../signature.ts';

const [MINUTE, HOUR] = [60, 3600];
/** Eleven tries over a good day. */
export const PAUSES_S = [5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR];
/** A receiver that nothing has reached for so long is told nothing more. */
const DISABLED_AFTER_H = 72;
/** For so long nobody else takes a delivery up: longer than its query and its time-out together. */
const TAKEN_S = 60;
const AT_ONCE = 16;
/** Of one subscription, so that one that hangs keeps no other waiting. */
const AT_ONCE_EACH = 4;

export type Tools = { sql: Sql; send: Send; adminGraph: Pick<AdminGraph, 'ask'> | null; log: Log; seal: Pick<Seal, 'open'> };

type Due = {
  id: string;
  subscriptionId: string;
  messageId: string;
  event: string;
  subjectId: string;
  data: unknown;
  occurredAt: string;
  attempts: number;
  url: string;
  query: string | null;
  /** Sealed. */
  secrets: string[];
  now: number;
  trace: string | null;
};

/**
 * Takes up deliveries that are due and sends them. Of one subject a subscription hears in order: what comes later waits until what came
 * before is delivered or given up. No transaction is open while a receiver is asked; one that dies in the middle is taken up again, and its
 * receiver may hear twice.
 */
export async function deliverDue(tools: Tools, { limit }: { limit: number }): Promise<{ taken: number }> {
  const due = await take(tools.sql, limit);
  const faults = await abreast(due, AT_ONCE, (delivery) =>
    continued(delivery.trace, () => tracedOutside('send webhook', { 'holdfast.event': delivery.event }, () => deliver(tools, delivery))),
  );
  if (faults.length > 0)
    throw new AggregateError(
      faults,
      `what became of ${faults.length} of ${due.length} deliveries is not written down: ${faultText(faults[0])}`,
    );
  return { taken: due.length };
}

const take = (sql: Sql, limit: number) => sql<Due[]>`
  UPDATE deliveries d SET attempts = attempts + 1, due_at = now() + ${TAKEN_S} * interval '1 second'
  FROM subscriptions s
  WHERE s.id = d.subscription_id AND s.status = 'ACTIVE' AND d.status = 'PENDING' AND d.due_at <= now() AND d.id IN (
    SELECT id FROM (
      SELECT c.id, c.due_at, row_number() OVER (PARTITION BY c.subscription_id ORDER BY c.due_at, c.occurred_at, c.position) AS nth
      FROM deliveries c JOIN subscriptions o ON o.id = c.subscription_id AND o.status = 'ACTIVE'
      WHERE c.status = 'PENDING' AND c.due_at <= now() AND (c.replay_of IS NOT NULL OR NOT EXISTS (
        SELECT FROM deliveries e WHERE e.subscription_id = c.subscription_id AND e.subject_id = c.subject_id AND e.status = 'PENDING'
          AND e.replay_of IS NULL AND (e.occurred_at, e.position) < (c.occurred_at, c.position)))
    ) AS next WHERE nth <= ${AT_ONCE_EACH} ORDER BY due_at LIMIT ${limit})
  RETURNING d.id, d.subscription_id AS "subscriptionId", d.message_id AS "messageId", d.event, d.subject_id AS "subjectId", d.data, d.attempts, d.trace,
    to_char(d.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt", s.url, s.query,
    array_remove(ARRAY[s.secret, CASE WHEN s.old_secret_until > now() THEN s.old_secret END], NULL) AS secrets,
    floor(extract(epoch FROM now()))::bigint AS now`;

async function deliver(tools: Tools, due: Due): Promise<void> {
  const message = await messageOf(tools, due).catch((error: unknown) => ({ fault: String(error).slice(0, 500) }));
  if ('fault' in message) return settle(tools, due, { status: null, text: message.fault });
  await settle(tools, due, await tools.send(due.url, message.headers, message.body));
}

async function messageOf(tools: Tools, due: Due): Promise<{ headers: Record<string, string>; body: string }> {
  const body = await bodyOf(tools, due);
  return { body, headers: signedHeaders({ id: due.messageId, timestamp: due.now, body }, due.secrets.map(tools.seal.open)) };
}

/** What is sent: the event, or in the place of its data what the subscription's query answers just now. */
async function bodyOf({ adminGraph }: Tools, { event, subjectId, data, occurredAt, query }: Due): Promise<string> {
  const said = query === null ? data : await answerTo(adminGraph, query, subjectId);
  return JSON.stringify({ type: event, version: EVENTS[event]?.version ?? 1, timestamp: occurredAt, id: subjectId, data: said });
}

async function answerTo(adminGraph: Tools['adminGraph'], query: string, id: string): Promise<unknown> {
  if (!adminGraph) throw new Error('there is nobody to answer its query here');
  const { data, errors } = await adminGraph.ask(query, { id });
  if (errors?.length || !data) throw new Error(`its query failed: ${errors?.[0]?.message ?? 'no answer'}`);
  return data;
}

/** A reply that takes the message ends it; 410 says that nobody is there any more. Whatever else is answered, or not, is tried again. */
async function settle(tools: Tools, due: Due, { status, text }: Reply): Promise<void> {
  const { sql, log } = tools;
  const { id, subscriptionId, attempts } = due;
  if (status !== null && status >= 200 && status < 300) {
    await sql`
      WITH told AS (UPDATE subscriptions SET failing_since = NULL WHERE id = ${subscriptionId} AND failing_since IS NOT NULL)
      UPDATE deliveries SET status = 'DELIVERED', response_code = ${status}, response = ${printable(text)}, settled_at = now()
      WHERE id = ${id} AND status = 'PENDING'`;
    return webhooksByOutcome.inc({ outcome: 'delivered' });
  }
  const pause = pauseAfter(PAUSES_S, attempts);
  webhooksByOutcome.inc({ outcome: pause === null ? 'dead' : 'retried' });
  if (pause === null) log.warn({ delivery: id, subscription: subscriptionId, status }, 'a webhook is given up');
  await sql`
    UPDATE deliveries SET response_code = ${status}, response = ${printable(text)},
      ${pause === null ? sql`status = 'DEAD', settled_at = now()` : sql`due_at = now() + ${pause} * interval '1 second'`}
    WHERE id = ${id} AND status = 'PENDING' AND attempts = ${attempts}`;
  const [{ since } = { since: null }] = await sql<{ since: number | null }[]>`
    UPDATE subscriptions SET failing_since = coalesce(failing_since, now()) WHERE id = ${subscriptionId} AND status = 'ACTIVE'
    RETURNING extract(epoch FROM now() - failing_since)::float AS since`;
  if (status === 410) await disable(tools, subscriptionId, 'its receiver has answered 410: gone');
  else if (since !== null && since > DISABLED_AFTER_H * HOUR)
    await disable(tools, subscriptionId, `nothing has reached it for ${DISABLED_AFTER_H} hours`);
}

/** NUL is the one character that Postgres cannot keep. */
const printable = (text: string) => text.replaceAll('\0', '');

async function disable({ sql, log }: Tools, id: string, reason: string): Promise<void> {
  await sql`
    WITH off AS (UPDATE subscriptions SET status = 'DISABLED', disabled_reason = ${reason} WHERE id = ${id} AND status = 'ACTIVE' RETURNING id)
    UPDATE deliveries SET status = 'DEAD', settled_at = now(), response = coalesce(response, 'its subscription was disabled')
    WHERE status = 'PENDING' AND subscription_id IN (SELECT id FROM off)`;
  log.error({ subscription: id, reason }, 'a webhook subscription is disabled');
}
