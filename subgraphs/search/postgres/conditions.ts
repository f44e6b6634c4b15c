import type { Fragment, Sql } from 'postgres';
import type { KeyKind, Position } from '../cursor.ts';
import { type FacetFilter, IN_STOCK, priceRange, type ProductFilter } from '../filters.ts';
import type { Order } from '../sorts.ts';
import type { TextQuery } from '../text-query.ts';

/** A question in the words of the index. `text` is null for browsing, and 'nothing' for a text in which there is nothing to look for. */
export type IndexQuestion = { text: TextQuery | 'nothing' | null; filter: ProductFilter; facets: FacetFilter[] };

/** The condition of a facet filter on documents `d`. */
export const passes = (sql: Sql, { key, values }: FacetFilter): Fragment =>
  key === IN_STOCK
    ? sql`d.in_stock::text = ANY(${values}::text[])`
    : sql`d.facet_ids && ARRAY(SELECT id FROM facet_values WHERE key = ${key} AND value = ANY(${values}::text[]))`;

/** True of products that have a price within the range. */
function priced(sql: Sql, filter: ProductFilter): Fragment {
  const range = priceRange(filter);
  if (!range) return sql`true`;
  return sql`d.price_max >= ${range.min}::bigint AND d.price_min <= ${range.max}::bigint
    AND EXISTS (SELECT 1 FROM unnest(d.prices) AS price WHERE price BETWEEN ${range.min}::bigint AND ${range.max}::bigint)`;
}

const matches = (sql: Sql, text: IndexQuestion['text']): Fragment =>
  text === null ? sql`true` : text === 'nothing' ? sql`false` : sql`d.words @@ ${text.match}::tsquery`;

/** What holds of a product whatever the facet filters: it is ACTIVE, has the words and a price in the range. */
export const candidate = (sql: Sql, { text, filter }: IndexQuestion): Fragment =>
  sql`d.active AND ${matches(sql, text)} AND ${priced(sql, filter)}`;

/** Conditions joined by AND. */
export const every = (sql: Sql, conditions: Fragment[]): Fragment => conditions.reduce((all, one) => sql`${all} AND ${one}`, sql`true`);

export const matching = (sql: Sql, question: IndexQuestion): Fragment =>
  every(sql, [candidate(sql, question), ...question.facets.map((one) => passes(sql, one))]);

const TYPES: Record<KeyKind, string> = { number: 'bigint', time: 'timestamptz', text: 'text' };

/** True of the rows after a position. */
export function comesAfter(sql: Sql, { column, kind, descending }: Order, after: Position | null): Fragment {
  if (!after) return sql`true`;
  const row = sql`(d.${sql(column)}, d.product_id)`;
  const position = sql`(${after.key}::${sql.unsafe(TYPES[kind])}, ${after.id}::uuid)`;
  return descending ? sql`${row} < ${position}` : sql`${row} > ${position}`;
}

export const orderBy = (sql: Sql, { column, descending }: Order): Fragment =>
  descending ? sql`d.${sql(column)} DESC, d.product_id DESC` : sql`d.${sql(column)}, d.product_id`;
