import type { PendingQuery, Row } from 'postgres';
import { invalidRequest, resourceMissing } from './api-error.ts';
import type { Params } from './form.ts';
import type { Queryable } from './ledger.ts';
import { integer, onlyKnown, record, text, texts } from './params.ts';

/** A kind of object that can be listed: its table, its noun in messages, and the columns it can be filtered by. */
export interface Listed {
  table: 'payment_intents' | 'charges' | 'refunds' | 'disputes' | 'events';
  noun: string;
  filters: readonly string[];
}

type Condition = PendingQuery<Row[]>;

const RANGE = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** One page, newest first: `limit`, `starting_after` or `ending_before`, `created` and the kind's own filters. */
export async function listPage(sql: Queryable, kind: Listed, params: Params): Promise<{ data: object[]; has_more: boolean }> {
  onlyKnown(params, ['limit', 'starting_after', 'ending_before', 'created', ...kind.filters]);
  const limit = limitOf(params);
  const backwards = params.ending_before !== undefined;
  const conditions = [...filtersOf(sql, kind, params), ...createdOf(sql, params), ...(await cursorOf(sql, kind, params))];
  const where = conditions.reduce((all, each) => sql`${all} AND ${each}`, sql`true`);
  const rows = await sql<{ doc: object }[]>`
    SELECT doc FROM ${sql(kind.table)} WHERE ${where} ORDER BY seq ${backwards ? sql`ASC` : sql`DESC`} LIMIT ${limit + 1}`;
  const data = rows.slice(0, limit).map((row) => row.doc);
  return { data: backwards ? data.reverse() : data, has_more: rows.length > limit };
}

/** How many a page may hold: 1 to 100, 10 unless told. */
export function limitOf(params: Params): number {
  const limit = integer(params, 'limit', 1) ?? 10;
  if (limit <= 100) return limit;
  const message = 'This value must be less than or equal to 100.';
  throw invalidRequest(message, { code: 'parameter_invalid_integer', param: 'limit' });
}

function filtersOf(sql: Queryable, kind: Listed, params: Params): Condition[] {
  return kind.filters.flatMap((name) => {
    if (name === 'types') {
      const types = texts(params, 'types');
      return types ? [sql`type = ANY(${types})`] : [];
    }
    const value = text(params, name);
    return value === undefined ? [] : [sql`${sql(name)} = ${value}`];
  });
}

function createdOf(sql: Queryable, params: Params): Condition[] {
  if (typeof params.created === 'string') return [sql`created = ${integer(params, 'created', 0) ?? 0}`];
  const range = record(params, 'created');
  onlyKnown(range, Object.keys(RANGE));
  return Object.entries(RANGE).flatMap(([name, operator]) => {
    const value = integer(range, name, 0);
    return value === undefined ? [] : [sql`created ${sql.unsafe(operator)} ${value}`];
  });
}

async function cursorOf(sql: Queryable, kind: Listed, params: Params): Promise<Condition[]> {
  const after = text(params, 'starting_after');
  const before = text(params, 'ending_before');
  if (after && before) throw invalidRequest('You may only specify one of these parameters: starting_after, ending_before.');
  const id = after ?? before;
  if (!id) return [];
  const [row] = await sql<{ seq: string }[]>`SELECT seq FROM ${sql(kind.table)} WHERE id = ${id}`;
  if (!row) throw resourceMissing(kind.noun, id, after ? 'starting_after' : 'ending_before');
  return [after ? sql`seq < ${row.seq}` : sql`seq > ${row.seq}`];
}
