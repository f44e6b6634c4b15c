import { GraphQLError } from 'graphql';
import type { Sql } from 'postgres';
import { isUuid } from '../../kit/uuid.ts';
import type { MailKind, MailStatus } from './contract.ts';

export type MailRow = {
  id: string;
  kind: MailKind;
  status: MailStatus;
  orderId: string | null;
  to: string | null;
  attempts: number;
  lastError: string | null;
  dueAt: Date | null;
  createdAt: Date;
  sentAt: Date | null;
};
export type MailFilter = { status?: readonly string[] | null; orderId?: string | null; to?: string | null };

const MAX_FIRST = 100;
const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

const columns = (sql: Sql) => sql`
  id, kind, status, order_id AS "orderId", recipient AS "to", attempts, last_error AS "lastError",
  CASE WHEN status = 'PENDING' THEN due_at END AS "dueAt", created_at AS "createdAt", sent_at AS "sentAt"`;

export async function findMail(sql: Sql, id: string): Promise<MailRow | null> {
  const [mail] = isUuid(id) ? await sql<MailRow[]>`SELECT ${columns(sql)} FROM mails WHERE id = ${id}` : [];
  return mail ?? null;
}

/** Mails, newest first: their ids are UUIDv7, whose order is that of time. */
export async function listMails(
  sql: Sql,
  { filter, first, after }: { filter?: MailFilter | null; first: number; after?: string | null },
): Promise<{ edges: { cursor: string; node: MailRow }[]; nodes: MailRow[]; pageInfo: object }> {
  if (first < 1 || first > MAX_FIRST) throw badInput(`"first" is a number from 1 to ${MAX_FIRST}.`);
  const cursor = after ? Buffer.from(after, 'base64url').toString() : null;
  if (cursor !== null && !isUuid(cursor)) throw badInput('"after" is no cursor of this list.');
  const { status, orderId, to } = filter ?? {};
  const rows =
    orderId && !isUuid(orderId)
      ? []
      : await sql<MailRow[]>`
    SELECT ${columns(sql)} FROM mails WHERE true
    ${cursor ? sql`AND id < ${cursor}` : sql``}
    ${status ? sql`AND status = ANY(${[...status]})` : sql``}
    ${orderId ? sql`AND order_id = ${orderId}` : sql``}
    ${to ? sql`AND lower(recipient) = lower(${to})` : sql``}
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
