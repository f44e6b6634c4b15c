import type { Fragment, Sql } from 'postgres';
import type { CountedRow } from '../facets.ts';
import { IN_STOCK } from '../filters.ts';
import { comesAfter, type IndexQuestion, matching, orderBy } from './conditions.ts';
import { browsedFacets, selectedValues } from './facet-counts.ts';
import { textStatement } from './find-text.ts';
import { type IndexFound, type IndexWanted, listed, type PageWanted } from './page.ts';

type Row = { page: [string, string | number][] | null; total: number | null; facets: [string, string, string, number, number][] | null };

/** All that is wanted of one question, in one statement. What is not wanted is empty. */
export async function findInIndex(sql: Sql, question: IndexQuestion, wanted: IndexWanted): Promise<IndexFound> {
  const [row] = await sql<Row[]>`${question.text === null ? browseStatement(sql, question, wanted) : textStatement(sql, question, wanted)}`;
  const counted = (row!.facets ?? []).map(([key, value, label, missed, count]): CountedRow => ({ key, value, label, missed, count }));
  const isTime = wanted.page?.order.kind === 'time';
  return {
    page: (row!.page ?? []).map(([id, key]) => ({ id, key: isTime ? new Date(key).toISOString() : String(key) })),
    total: row!.total ?? totalOf(counted),
    facets: wanted.facets ? [...counted, ...(await selectedValues(sql, question.facets, counted))] : [],
  };
}

/** Each product is in stock or sold out, so where both are counted they add up to the total. */
const totalOf = (rows: CountedRow[]): number =>
  rows.filter(({ key, missed }) => key === IN_STOCK && missed === 0).reduce((sum, { count }) => sum + count, 0);

function browseStatement(sql: Sql, question: IndexQuestion, { page, total, facets }: IndexWanted): Fragment {
  return sql`
    SELECT ${page ? pageOf(sql, question, page) : sql`NULL`} AS page,
      ${total && !facets ? totalCount(sql, question) : sql`NULL`} AS total,
      ${facets ? browsedFacets(sql, question) : sql`NULL`} AS facets`;
}

const isEverything = ({ filter, facets }: IndexQuestion): boolean =>
  facets.length === 0 && filter.priceMinMinor == null && filter.priceMaxMinor == null;

const totalCount = (sql: Sql, question: IndexQuestion): Fragment =>
  isEverything(question)
    ? sql`(SELECT coalesce(sum(products), 0)::int FROM facet_values WHERE key = ${IN_STOCK})`
    : sql`(SELECT count(*)::int FROM documents d WHERE ${matching(sql, question)})`;

/** So many rows in order are looked through before the filters' own indexes are asked. */
const NEAR = 2_000;

/**
 * A page by the index of its order: most filters let through enough of the next rows. Where they do not, little passes
 * them, and it is found by the index of the filters instead. What the planner believes does not decide.
 */
function pageOf(sql: Sql, question: IndexQuestion, { order, after, limit }: PageWanted): Fragment {
  const key = sql`d.${sql(order.column)}`;
  const next = sql`
    SELECT d.product_id, d.active, d.facet_ids, d.in_stock, d.prices, d.price_min, d.price_max, d.created_at, d.title_key
    FROM documents d WHERE d.active AND ${comesAfter(sql, order, after)} ORDER BY ${orderBy(sql, order)}`;
  if (isEverything(question)) return listed(sql, sql`SELECT d.product_id, ${key} AS key FROM (${next} LIMIT ${limit}) d`, order);
  return listed(
    sql,
    sql`
    WITH near AS MATERIALIZED (
      SELECT d.product_id, ${key} AS key FROM (${next} LIMIT ${NEAR}) d WHERE ${matching(sql, question)} ORDER BY ${orderBy(sql, order)} LIMIT ${limit}),
    enough AS MATERIALIZED (SELECT count(*) = ${limit} AS it_is FROM near)
    SELECT * FROM near WHERE (SELECT it_is FROM enough)
    UNION ALL (
      SELECT d.product_id, ${key} FROM documents d
      WHERE NOT (SELECT it_is FROM enough) AND ${matching(sql, question)} AND ${comesAfter(sql, order, after)}
      ORDER BY ${orderBy(sql, order)} LIMIT ${limit})`,
    order,
  );
}
