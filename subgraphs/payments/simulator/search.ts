import { invalidRequest } from './api-error.ts';
import type { Params } from './form.ts';
import type { Queryable } from './ledger.ts';
import { limitOf } from './listing.ts';
import { onlyKnown, requiredText } from './params.ts';

const CLAUSE = /^(?:metadata\[(["'])(.+?)\1\]|(status|currency))\s*:\s*(["'])(.*)\4$/;

/**
 * Searches payment intents by `metadata['key']:'value'`, `status:'...'` and `currency:'...'`, joined by AND.
 * Newest first, one page. Stripe's index lags by up to a minute; this one does not.
 */
export async function searchIntents(sql: Queryable, params: Params): Promise<object> {
  onlyKnown(params, ['query', 'limit']);
  const limit = limitOf(params);
  const clauses = requiredText(params, 'query').split(/\s+AND\s+/i);
  const conditions = clauses.map((clause) => condition(sql, clause.trim()));
  const where = conditions.reduce((all, each) => sql`${all} AND ${each}`, sql`true`);
  const rows = await sql<{ doc: object }[]>`SELECT doc FROM payment_intents WHERE ${where} ORDER BY seq DESC LIMIT ${limit + 1}`;
  const data = rows.slice(0, limit).map((row) => row.doc);
  return { object: 'search_result', url: '/v1/payment_intents/search', has_more: rows.length > limit, next_page: null, data };
}

function condition(sql: Queryable, clause: string) {
  const [, , key, field, , value = ''] = CLAUSE.exec(clause) ?? [];
  if (key === 'order_id') return sql`order_id = ${value}`;
  if (key !== undefined) return sql`doc->'metadata'->>${key}::text = ${value}`;
  if (field !== undefined) return sql`doc->>${field}::text = ${value}`;
  throw invalidRequest(`We were unable to parse your search query: ${clause}`, { param: 'query' });
}
