import type { Fragment, Sql } from 'postgres';
import type { Position } from './cursor.ts';
import type { CountedRow } from './facets.ts';
import { every, type FacetFilter, IN_STOCK, passes, priced, type ProductFilter } from './filters.ts';
import { comesAfter, type Order, orderBy } from './sorts.ts';
import type { TextQuery } from './text-query.ts';

/** A question to the index. `text` is null for browsing, and 'nothing' for a text in which there is nothing to look for. */
export type Question = { text: TextQuery | 'nothing' | null; filter: ProductFilter; facets: FacetFilter[] };

const matches = (sql: Sql, text: Question['text']): Fragment =>
  text === null ? sql`true` : text === 'nothing' ? sql`false` : sql`d.words @@ ${text.match}::tsquery`;

const matching = (sql: Sql, { text, filter, facets }: Question): Fragment =>
  every(sql, [matches(sql, text), priced(sql, filter), ...facets.map((one) => passes(sql, one))]);

/** Rows after `after`, in order; ask for one more than a page to learn whether there is a next one. */
export async function findPage(sql: Sql, question: Question, order: Order, after: Position | null, limit: number): Promise<Position[]> {
  const { text } = question;
  const ranked = order.column === 'rank' && text !== null && text !== 'nothing' ? sql`, ${rank(sql, text)} AS rank` : sql`, 0 AS rank`;
  const rows = await sql<{ id: string; key: string | number | Date }[]>`
    SELECT d.product_id AS id, d.${sql(order.column)} AS key
    FROM (SELECT d.product_id, d.price_min, d.created_at, d.title_key ${ranked} FROM documents d WHERE ${matching(sql, question)}) d
    WHERE ${comesAfter(sql, order, after)} ORDER BY ${orderBy(sql, order)} LIMIT ${limit}`;
  return rows.map(({ id, key }) => ({ id, key: key instanceof Date ? key.toISOString() : String(key) }));
}

/** Where the words are counts first: as a SKU, in the title, brand, category, elsewhere; then words as typed; then how often. */
const rank = (sql: Sql, { match, exact, tiers: [title, brand, category], sku }: TextQuery): Fragment => sql`(
  CASE WHEN ${sku} = ANY(d.skus) THEN 8 WHEN d.words @@ ${title}::tsquery THEN 6 WHEN d.words @@ ${brand}::tsquery THEN 4
    WHEN d.words @@ ${category}::tsquery THEN 2 ELSE 0 END + (d.words @@ ${exact}::tsquery)::int) * 1000000::bigint
  + (ts_rank('{0.05, 0.2, 0.5, 1}', d.words, ${match}::tsquery, 32) * 999999)::bigint`;

export async function countMatches(sql: Sql, question: Question): Promise<number> {
  const [row] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM documents d WHERE ${matching(sql, question)}`;
  return row!.total;
}

const [STOCKED, SOLD_OUT] = [-1, -2];

/**
 * Products by facet value and by the facet filters that they miss (bits): with none missed they are in the result, with
 * one missed they still count for that filter's own facet.
 */
export async function countFacets(sql: Sql, { text, filter, facets }: Question): Promise<CountedRow[]> {
  const bits = facets.map((one) => sql`CASE WHEN ${passes(sql, one)} THEN 0 ELSE ${one.bit}::int END`);
  const missed = bits.reduce((sum, bit) => sql`${sum} + ${bit}`, sql`0`);
  const selected = facets.flatMap(({ key, values }) => values.map((value) => ({ key, value })));
  // Being in stock is counted along as if it were a facet value. OFFSET 0 keeps `missed` from being worked out once a value.
  // What misses more than one filter has no values to count; said as a condition, the planner would expect few rows and sort.
  return sql<CountedRow[]>`
    WITH counted AS (
      SELECT facet_id, missed, count(*)::int AS count FROM (
        SELECT d.facet_ids || CASE WHEN d.in_stock THEN ${STOCKED}::int ELSE ${SOLD_OUT}::int END AS facet_ids, ${missed} AS missed
        FROM documents d WHERE ${every(sql, [matches(sql, text), priced(sql, filter)])} OFFSET 0) candidate,
        unnest(CASE WHEN missed = ANY(${[0, ...facets.map((one) => one.bit)]}::int[]) THEN facet_ids END) AS facet_id
      GROUP BY 1, 2)
    SELECT v.key, v.value, v.label, c.missed, c.count FROM counted c JOIN facet_values v ON v.id = c.facet_id
    UNION ALL
    SELECT ${IN_STOCK}, (facet_id = ${STOCKED}::int)::text, '', missed, count FROM counted WHERE facet_id < 0
    UNION ALL
    SELECT key, value, label, 0, 0 FROM facet_values
    JOIN unnest(${selected.map((one) => one.key)}::text[],
      ${selected.map((one) => one.value)}::text[]) AS s(key, value) USING (key, value)`;
}
