import { GraphQLError } from 'graphql';
import type { Sql } from 'postgres';

export type TrailFilter = { actorId?: string | null; field?: string | null; from?: string | null; to?: string | null };
export type TrailArgs = { filter?: TrailFilter | null; first: number; after?: string | null };
type Row = {
  seq: number;
  actionId: string;
  at: Date;
  actorKind: string;
  actorId: string;
  scopes: string[];
  context: string;
  field: string;
  arguments: string;
  outcome: string | null;
  codes: string[];
  traceId: string;
};

const MAX_FIRST = 100;
const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
const cursorOf = ({ seq }: Row) => Buffer.from(String(seq)).toString('base64url');

/** Actions, newest first, each with how it has ended. */
export async function listTrail(sql: Sql, { filter, first, after }: TrailArgs) {
  if (first < 1 || first > MAX_FIRST) throw badInput(`"first" is a number from 1 to ${MAX_FIRST}.`);
  const cursor = after ? Buffer.from(after, 'base64url').toString() : null;
  if (cursor !== null && !/^\d{1,15}$/.test(cursor)) throw badInput('"after" is no cursor of this list.');
  const { actorId, field, from, to } = filter ?? {};
  const rows = await sql<Row[]>`
    SELECT b.seq, b.action_id AS "actionId", b.at, b.actor_kind AS "actorKind", b.actor_id AS "actorId", b.scopes, b.context, b.field,
      b.arguments::text AS arguments, e.outcome, coalesce(e.codes, '{}') AS codes, b.trace_id AS "traceId"
    FROM trail b LEFT JOIN trail e ON e.action_id = b.action_id AND e.phase = 'ENDED'
    WHERE b.phase = 'BEGUN'
    ${cursor ? sql`AND b.seq < ${Number(cursor)}` : sql``}
    ${actorId ? sql`AND b.actor_id = ${actorId}` : sql``}
    ${field ? sql`AND b.field = ${field}` : sql``}
    ${from ? sql`AND b.at >= ${from}` : sql``}
    ${to ? sql`AND b.at < ${to}` : sql``}
    ORDER BY b.seq DESC LIMIT ${first + 1}`;
  const edges = rows.slice(0, first).map((node) => ({ cursor: cursorOf(node), node }));
  const [startCursor, endCursor] = [edges[0]?.cursor, edges.at(-1)?.cursor];
  const pageInfo = { hasNextPage: rows.length > first, hasPreviousPage: cursor !== null, startCursor, endCursor };
  return { edges, nodes: edges.map((edge) => edge.node), pageInfo };
}
