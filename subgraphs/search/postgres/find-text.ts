import type { Fragment, Sql } from 'postgres';
import type { TextQuery } from '../text-query.ts';
import { candidate, comesAfter, every, type IndexQuestion, orderBy, passes } from './conditions.ts';
import { named, valuesOf } from './facet-counts.ts';
import { type IndexWanted, listed, type PageWanted } from './page.ts';

/** So many of the best products are compared to the last detail; below them the field alone decides, then the newest. */
const RANKED = 1_000;

/**
 * One scan of the products that have the words, and everything from it. `missed` are the facet filters that a product
 * does not pass (bits): with none it is in the result, with one it still counts for that filter's own facet.
 */
export function textStatement(sql: Sql, question: IndexQuestion, { page, total, facets }: IndexWanted): Fragment {
  const { text } = question;
  const bits = question.facets.map((one) => sql`CASE WHEN ${passes(sql, one)} THEN 0 ELSE ${one.bit}::int END`);
  const missed = bits.reduce((sum, bit) => sql`${sum} + ${bit}`, sql`0`);
  const where = facets
    ? candidate(sql, question)
    : every(sql, [candidate(sql, question), ...question.facets.map((one) => passes(sql, one))]);
  const tiered = page?.order.column === 'rank' && text !== null && text !== 'nothing';
  return sql`
    WITH found AS MATERIALIZED (
      SELECT d.product_id, d.price_min, d.created_at, d.title_key, ${tiered ? tier(sql, text) : sql`0`} AS tier,
        ${facets ? valuesOf(sql) : sql`NULL::int[]`} AS facet_ids, ${facets ? missed : sql`0`} AS missed
      FROM documents d WHERE ${where})
    SELECT ${page ? pageOf(sql, question, page) : sql`NULL`} AS page,
      ${total ? sql`(SELECT count(*)::int FROM found WHERE missed = 0)` : sql`NULL`} AS total,
      ${facets ? counted(sql, [0, ...question.facets.map((one) => one.bit)]) : sql`NULL`} AS facets`;
}

function pageOf(sql: Sql, { text }: IndexQuestion, { order, after, limit }: PageWanted): Fragment {
  const ranked =
    order.column === 'rank' && text !== null && text !== 'nothing'
      ? byRank(sql, text)
      : sql`SELECT *, 0 AS rank FROM found WHERE missed = 0`;
  return listed(
    sql,
    sql`SELECT d.product_id, d.${sql(order.column)} AS key FROM (${ranked}) d
      WHERE ${comesAfter(sql, order, after)} ORDER BY ${orderBy(sql, order)} LIMIT ${limit}`,
    order,
  );
}

/** Where the words are: as a SKU, in the title, brand, category, elsewhere. */
const tier = (sql: Sql, { tiers: [title, brand, category], sku }: TextQuery): Fragment => sql`
  CASE WHEN ${sku} = ANY(d.skus) THEN 8 WHEN d.words @@ ${title}::tsquery THEN 6 WHEN d.words @@ ${brand}::tsquery THEN 4
    WHEN d.words @@ ${category}::tsquery THEN 2 ELSE 0 END`;

/** The field counts first; then words as typed; then how often they are there. One look at each of the best, whatever the planner expects. */
const byRank = (sql: Sql, { match, exact }: TextQuery): Fragment => sql`
  SELECT f.product_id, f.tier * 1000000::bigint + CASE WHEN f.place <= ${RANKED} THEN (
    SELECT (d.words @@ ${exact}::tsquery)::int * 1000000::bigint
      + greatest(1, (ts_rank('{0.05, 0.2, 0.5, 1}', d.words, ${match}::tsquery, 32) * 999999)::bigint)
    FROM documents d WHERE d.product_id = f.product_id) ELSE 0 END AS rank
  FROM (
    SELECT product_id, tier, row_number() OVER (ORDER BY tier DESC, product_id DESC) AS place
    FROM found WHERE missed = 0 OFFSET 0) f`;

/** What misses more than one filter has no values to count; said as a condition, the planner would expect few rows and sort. */
const counted = (sql: Sql, bits: number[]): Fragment =>
  named(
    sql,
    sql`SELECT facet_id, missed, count(*)::int AS count
      FROM found, unnest(CASE WHEN missed = ANY(${bits}::int[]) THEN found.facet_ids END) AS facet_id GROUP BY 1, 2`,
  );
