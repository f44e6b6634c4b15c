import type { Fragment, Sql } from 'postgres';
import type { CountedRow } from '../facets.ts';
import { type FacetFilter, IN_STOCK } from '../filters.ts';
import { candidate, every, type IndexQuestion, passes } from './conditions.ts';

/** Being in stock is counted along as if it were a facet value with one of these ids. */
const [STOCKED, SOLD_OUT] = [-1, -2];

/** The facet values of documents `d`, stock among them. */
export const valuesOf = (sql: Sql): Fragment => sql`d.facet_ids || CASE WHEN d.in_stock THEN ${STOCKED}::int ELSE ${SOLD_OUT}::int END`;

/** Rows of (facet_id, missed, count) with their names, as one JSON list of [key, value, label, missed, count]. */
export const named = (sql: Sql, counted: Fragment): Fragment => sql`(
  SELECT json_agg(json_build_array(v.key, v.value, v.label, c.missed, c.count))
  FROM (${counted}) c JOIN facet_values v ON v.id = c.facet_id)`;

/**
 * Products by facet value and by the facet filter that they miss, without a text: what passes all filters, and for each
 * filter what only it keeps out, for its own facet. Each is found by the indexes of the other filters; where there is no
 * other, the numbers kept beside the values are the answer.
 */
export function browsedFacets(sql: Sql, question: IndexQuestion): Fragment {
  const { facets, filter } = question;
  const unbounded = filter.priceMinMinor == null && filter.priceMaxMinor == null;
  if (facets.length === 0 && unbounded) {
    return named(sql, sql`SELECT id AS facet_id, 0 AS missed, products AS count FROM facet_values WHERE products > 0`);
  }
  const all = counts(sql, every(sql, [candidate(sql, question), ...facets.map((one) => passes(sql, one))]), 0);
  const others = facets.map((own) => {
    const rest = facets.filter((one) => one !== own);
    const kept = unbounded ? keptCount(sql, rest) : null;
    if (kept) return remaining(sql, own, kept);
    const missing = every(sql, [candidate(sql, question), ...rest.map((one) => passes(sql, one)), sql`NOT (${passes(sql, own)})`]);
    return sql`SELECT * FROM (${counts(sql, missing, own.bit)}) o WHERE o.facet_id IN (SELECT id FROM facet_values WHERE key = ${own.key})`;
  });
  return sql`(WITH passing AS MATERIALIZED (${all}) SELECT ${named(
    sql,
    others.reduce((rows, one) => sql`${rows} UNION ALL ${one}`, sql`SELECT * FROM passing`),
  )})`;
}

/** The number kept beside a value of how many of its products pass these filters; null where none is kept. */
function keptCount(sql: Sql, filters: FacetFilter[]): Fragment | null {
  const [first, second] = filters;
  if (!first) return sql`v.products`;
  if (second || first.key !== IN_STOCK || first.values.length !== 1) return null;
  return first.values[0] === 'true' ? sql`v.in_stock` : sql`v.products - v.in_stock`;
}

/** Of a filter's own facet: what is kept of a value less what passes that filter, too. */
const remaining = (sql: Sql, { key, bit }: FacetFilter, kept: Fragment): Fragment => sql`
  SELECT v.id, ${bit}::int, ${kept} - coalesce(p.count, 0)
  FROM facet_values v LEFT JOIN passing p ON p.facet_id = v.id WHERE v.key = ${key} AND ${kept} > 0`;

const counts = (sql: Sql, condition: Fragment, missed: number): Fragment => sql`
  SELECT facet_id, ${missed}::int AS missed, count(*)::int AS count
  FROM (SELECT ${valuesOf(sql)} AS facet_ids FROM documents d WHERE ${condition} OFFSET 0) found, unnest(found.facet_ids) AS facet_id
  GROUP BY 1`;

/** The labels of selected values that no product has been counted for: they are shown nevertheless. */
export async function selectedValues(sql: Sql, filters: FacetFilter[], counted: CountedRow[]): Promise<CountedRow[]> {
  const known = new Set(counted.map(({ key, value }) => JSON.stringify([key, value])));
  const missing = filters.flatMap(({ key, values }) =>
    values.filter((value) => key !== IN_STOCK && !known.has(JSON.stringify([key, value]))).map((value) => ({ key, value })),
  );
  if (missing.length === 0) return [];
  return sql<CountedRow[]>`
    SELECT key, value, label, 0 AS missed, 0 AS count FROM facet_values
    JOIN unnest(${missing.map((one) => one.key)}::text[], ${missing.map((one) => one.value)}::text[]) AS s(key, value) USING (key, value)`;
}
