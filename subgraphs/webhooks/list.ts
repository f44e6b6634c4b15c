import { GraphQLError } from 'graphql';
import type { Sql } from 'postgres';
import { isUuid } from '../../kit/uuid.ts';
import type { DeliveryStatus } from './contract.ts';

export type DeliveryRow = {
  id: string;
  subscriptionId: string;
  messageId: string;
  event: string;
  subjectId: string;
  status: DeliveryStatus;
  attempts: number;
  responseCode: number | null;
  response: string | null;
  nextAttemptAt: Date | null;
  replayOf: string | null;
  createdAt: Date;
  settledAt: Date | null;
};
export type SubscriptionRow = {
  id: string;
  url: string;
  events: string[];
  query: string | null;
  status: 'ACTIVE' | 'DISABLED';
  disabledReason: string | null;
  failingSince: Date | null;
  createdAt: Date;
};
export type DeliveryFilter = {
  subscriptionId?: string | null;
  status?: readonly string[] | null;
  event?: string | null;
  subjectId?: string | null;
};

const MAX_FIRST = 100;
const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

const subscriptionColumns = (sql: Sql) => sql`
  id, url, events, query, status, disabled_reason AS "disabledReason", failing_since AS "failingSince", created_at AS "createdAt"`;
const deliveryColumns = (sql: Sql) => sql`
  id, subscription_id AS "subscriptionId", message_id AS "messageId", event, subject_id AS "subjectId", status, attempts,
  response_code AS "responseCode", response, CASE WHEN status = 'PENDING' THEN due_at END AS "nextAttemptAt", replay_of AS "replayOf",
  created_at AS "createdAt", settled_at AS "settledAt"`;

export const listSubscriptions = (sql: Sql) =>
  sql<SubscriptionRow[]>`SELECT ${subscriptionColumns(sql)} FROM subscriptions ORDER BY created_at, id`;

export async function findSubscription(sql: Sql, id: string): Promise<SubscriptionRow | null> {
  const [found] = isUuid(id) ? await sql<SubscriptionRow[]>`SELECT ${subscriptionColumns(sql)} FROM subscriptions WHERE id = ${id}` : [];
  return found ?? null;
}

export async function findDelivery(sql: Sql, id: string): Promise<DeliveryRow | null> {
  const [found] = await sql<DeliveryRow[]>`SELECT ${deliveryColumns(sql)} FROM deliveries WHERE id = ${id}`;
  return found ?? null;
}

/** The log, newest first: ids are UUIDv7, whose order is that of time. */
export async function listDeliveries(
  sql: Sql,
  { filter, first, after }: { filter?: DeliveryFilter | null; first: number; after?: string | null },
): Promise<{ edges: { cursor: string; node: DeliveryRow }[]; nodes: DeliveryRow[]; pageInfo: object }> {
  if (first < 1 || first > MAX_FIRST) throw badInput(`"first" is a number from 1 to ${MAX_FIRST}.`);
  const cursor = after ? Buffer.from(after, 'base64url').toString() : null;
  if (cursor !== null && !isUuid(cursor)) throw badInput('"after" is no cursor of this list.');
  const { subscriptionId, status, event, subjectId } = filter ?? {};
  const rows =
    subscriptionId && !isUuid(subscriptionId)
      ? []
      : await sql<DeliveryRow[]>`
    SELECT ${deliveryColumns(sql)} FROM deliveries WHERE true
    ${cursor ? sql`AND id < ${cursor}` : sql``}
    ${subscriptionId ? sql`AND subscription_id = ${subscriptionId}` : sql``}
    ${status ? sql`AND status = ANY(${[...status]})` : sql``}
    ${event ? sql`AND event = ${event}` : sql``}
    ${subjectId ? sql`AND subject_id = ${subjectId}` : sql``}
    ORDER BY id DESC LIMIT ${first + 1}`;
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: Buffer.from(node.id).toString('base64url'), node }));
  const pageInfo = {
    hasNextPage: rows.length > first,
    hasPreviousPage: cursor !== null,
    startCursor: edges[0]?.cursor,
    endCursor: edges.at(-1)?.cursor,
  };
  return { edges, nodes, pageInfo };
}
