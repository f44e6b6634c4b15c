import { GraphQLError } from 'graphql';
import type { Sql } from 'postgres';
import { isUuid } from '../../kit/uuid.ts';
import { orderColumns, type OrderRow } from './commands/order-rows.ts';

export type OrderFilter = {
  status?: string[] | null;
  email?: string | null;
  number?: string | null;
  sku?: string | null;
  createdAfter?: string | null;
  createdBefore?: string | null;
};
export type Page = { rows: OrderRow[]; hasNextPage: boolean; hasPreviousPage: boolean };

const MAX_FIRST = 100;
const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** A cursor says where a row lies: its time in microseconds as text, and its id. */
export const cursorOf = (order: OrderRow): string => Buffer.from(order.id).toString('base64url');

type Asked = { filter?: OrderFilter | null; first: number; after?: string | null };

/** Orders, newest first. Ids are UUIDv7, drawn when the order is: their order is that of time. `customerId`: their history alone. */
export async function listOrders(sql: Sql, { filter, first, after }: Asked, customerId: string | null = null): Promise<Page> {
  if (first < 1 || first > MAX_FIRST) throw badInput(`"first" is a number from 1 to ${MAX_FIRST}.`);
  const cursor = after ? Buffer.from(after, 'base64url').toString() : null;
  if (cursor !== null && !isUuid(cursor)) throw badInput('"after" is no cursor of this list.');
  const f = filter ?? {};
  const rows = await sql<OrderRow[]>`
    SELECT ${orderColumns(sql)} FROM orders o WHERE true
    ${customerId ? sql`AND customer_id = ${customerId} AND status <> 'FAILED'` : sql``}
    ${cursor ? sql`AND id < ${cursor}` : sql``}
    ${f.status ? sql`AND status = ANY(${f.status})` : sql``}
    ${f.email ? sql`AND lower(email) = lower(${f.email})` : sql``}
    ${f.number ? sql`AND number = ${f.number}` : sql``}
    ${f.sku ? sql`AND EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.sku = ${f.sku})` : sql``}
    ${f.createdAfter ? sql`AND created_at > ${f.createdAfter}` : sql``}
    ${f.createdBefore ? sql`AND created_at < ${f.createdBefore}` : sql``}
    ORDER BY id DESC LIMIT ${first + 1}`;
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first, hasPreviousPage: cursor !== null };
}
