import type { Sql } from 'postgres';
import { type Refusal, type Refused, refuse } from '../../../kit/refusal.ts';
import type { Seal } from '../../../kit/seal.ts';
import type { AdminGraph } from '../../../kit/subgraph.ts';
import { isUuid, uuidv7 } from '../../../kit/uuid.ts';
import { EVENTS } from '../contract.ts';
import { addressFault } from '../receiver-address.ts';
import { isSecret, newSecret } from '../signature.ts';

export type SubscriptionInput = {
  id?: string | null;
  url: string;
  events: readonly string[];
  query?: string | null;
  secret?: string | null;
  rotateSecret?: boolean | null;
};
/** `secret`: where it is a new one; shown this once. */
export type Saved = { id: string; secret: string | null };

type Tools = { sql: Sql; adminGraph: Pick<AdminGraph, 'check'> | null; allowPrivate: boolean; seal: Pick<Seal, 'close'> };

/** Each is told of every event: more of them than a shop has tools would be somebody's loop. */
const MOST = 50;
/** For so long the secret before the present one signs as well. */
const OVERLAP_HOURS = 24;
const NOT_FOUND: Refusal = { code: 'WEBHOOK_SUBSCRIPTION_NOT_FOUND', message: 'There is no such subscription.', path: ['id'] };

/** Makes a subscription, or replaces what one says; saving one that was disabled makes it active again. */
export async function saveSubscription(tools: Tools, input: SubscriptionInput): Promise<Saved | Refused> {
  const fault = faultOf(tools, input);
  if (fault) return fault;
  const values = { url: input.url, events: [...new Set(input.events)], query: input.query?.trim() || null };
  return input.id ? replace(tools, input.id, values, input) : make(tools, values, input.secret ?? newSecret());
}

type Values = { url: string; events: string[]; query: string | null };

async function make({ sql, seal }: Tools, { url, events, query }: Values, secret: string): Promise<Saved | Refused> {
  const id = uuidv7();
  const made = await sql`
    INSERT INTO subscriptions (id, url, events, query, secret)
    SELECT ${id}, ${url}, ${events}::text[], ${query}::text, ${seal.close(secret)} WHERE (SELECT count(*) FROM subscriptions) < ${MOST}`;
  return made.count === 1 ? { id, secret } : refuse('TOO_MANY_WEBHOOK_SUBSCRIPTIONS', `There are ${MOST} subscriptions already.`);
}

async function replace(
  { sql, seal }: Tools,
  id: string,
  { url, events, query }: Values,
  input: SubscriptionInput,
): Promise<Saved | Refused> {
  const secret = input.secret ?? (input.rotateSecret ? newSecret() : null);
  const saved = isUuid(id)
    ? await sql`
    UPDATE subscriptions SET url = ${url}, events = ${events}::text[], query = ${query}, status = 'ACTIVE', disabled_reason = NULL,
      failing_since = NULL, updated_at = now() ${
        secret === null
          ? sql``
          : sql`, secret = ${seal.close(secret)}, old_secret = secret, old_secret_until = now() + ${OVERLAP_HOURS} * interval '1 hour'`
      }
    WHERE id = ${id}`
    : { count: 0 };
  return saved.count === 1 ? { id, secret } : { refused: [NOT_FOUND] };
}

function faultOf({ adminGraph, allowPrivate }: Tools, { url, events, query, secret }: SubscriptionInput): Refused | null {
  const wrongAddress = addressFault(url, allowPrivate);
  if (wrongAddress) return refuse('INVALID_URL', wrongAddress, ['url']);
  const unknown = events.filter((event) => !Object.hasOwn(EVENTS, event));
  if (events.length === 0 || unknown.length > 0)
    return refuse(
      'INVALID_EVENTS',
      `${unknown[0] ? `"${unknown[0]}" is no event` : 'Name at least one event'}: ${Object.keys(EVENTS).join(', ')}.`,
      ['events'],
    );
  if (secret && !isSecret(secret)) return refuse('INVALID_SECRET', 'A secret is whsec_ and base64 of 24 to 64 bytes.', ['secret']);
  const [wrongQuery] = query?.trim() ? (adminGraph?.check(query) ?? ['Queries cannot be checked here.']) : [];
  return wrongQuery ? refuse('INVALID_QUERY', wrongQuery, ['query']) : null;
}

/** It hears of nothing more, and its log goes with it. */
export async function deleteSubscription(sql: Sql, id: string): Promise<Refusal[]> {
  const gone = isUuid(id) ? await sql`DELETE FROM subscriptions WHERE id = ${id}` : { count: 0 };
  return gone.count === 1 ? [] : [NOT_FOUND];
}

/** Sends again what a delivery was about, under the id that its receiver knows; the log has a line more. */
export async function replay(sql: Sql, deliveryId: string): Promise<{ id: string } | Refused> {
  const id = uuidv7();
  const [made] = isUuid(deliveryId)
    ? await sql`
    INSERT INTO deliveries (id, subscription_id, message_id, event_id, event, subject_id, data, occurred_at, replay_of)
    SELECT ${id}, d.subscription_id, message_id, event_id, event, subject_id, data, occurred_at, coalesce(replay_of, d.id)
    FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id AND s.status = 'ACTIVE' WHERE d.id = ${deliveryId} RETURNING 1`
    : [];
  return made
    ? { id }
    : refuse('WEBHOOK_DELIVERY_NOT_FOUND', 'There is no such delivery, or its subscription is disabled.', ['deliveryId']);
}
