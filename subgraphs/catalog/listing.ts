import type { Fragment, Sql } from 'postgres';
import type { Listing } from './contract.ts';
import { isStorable } from './text.ts';

type Row = { total: number; products: { productId: string; title: string }[] | null };

/**
 * A page of what can be bought, and how much of it there is, read from the tables themselves: for when the search engine
 * is away. It looks through all products, so whoever asks often had better keep the answer for a moment.
 */
export async function listing(sql: Sql, which: Listing): Promise<{ products: { productId: string; title: string }[]; total: number }> {
  const texts = [
    ...which.words,
    ...which.brands,
    which.categorySlug ?? '',
    ...which.options.flatMap(({ name, values }) => [name, ...values]),
  ];
  if (!texts.every(isStorable)) return { products: [], total: 0 };
  const direction = which.descending ? sql`DESC` : sql`ASC`;
  const [row] = await sql<Row[]>`
    WITH found AS MATERIALIZED (
      SELECT p.id, p.title, ${sortKey(sql, which)} AS key FROM products p
      WHERE p.status = 'ACTIVE' AND ${conditions(sql, which)} AND EXISTS (${variants(sql)})),
    page AS (SELECT * FROM found ORDER BY key ${direction}, id ${direction} LIMIT ${which.limit} OFFSET ${which.offset})
    SELECT (SELECT count(*)::int FROM found) AS total,
      (SELECT json_agg(json_build_object('productId', id, 'title', title) ORDER BY key ${direction}, id ${direction}) FROM page) AS products`;
  return { products: row!.products ?? [], total: row!.total };
}

/** A title without case, accents and apostrophes, as the words that are looked for in it. */
const folded = (sql: Sql): Fragment => sql`
  replace(replace(replace(replace(translate(
    regexp_replace(lower(normalize(p.title, NFKD)), ${"[\\u0300-\\u036f'’]"}, '', 'g'), 'øđðłı', 'oddli'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')`;

const variants = (sql: Sql): Fragment => sql`SELECT FROM variants v WHERE v.product_id = p.id AND NOT v.retired`;

function sortKey(sql: Sql, { sort }: Listing): Fragment {
  if (sort === 'NEWEST') return sql`p.created_at`;
  if (sort === 'TITLE') return sql`lower(p.title) COLLATE "C"`;
  return sql`(SELECT min(v.price_minor) FROM variants v WHERE v.product_id = p.id AND NOT v.retired)`;
}

function conditions(sql: Sql, { words, categorySlug, brands, options, priceMinMinor, priceMaxMinor }: Listing): Fragment {
  const all: Fragment[] = [];
  if (words.length > 0) all.push(sql`NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS word WHERE strpos(${folded(sql)}, word) = 0)`);
  if (brands.length > 0) all.push(sql`p.brand = ANY(${brands}::text[])`);
  if (categorySlug != null)
    all.push(sql`p.category_id IN (
      SELECT below.id FROM categories above JOIN categories below ON above.id = ANY(below.path) WHERE above.slug = ${categorySlug})`);
  for (const { name, values } of options)
    all.push(
      sql`EXISTS (${variants(sql)} AND v.options @> ANY(${values.map((value) => JSON.stringify([{ name, value }]))}::text[]::jsonb[]))`,
    );
  if (priceMinMinor != null || priceMaxMinor != null)
    all.push(
      sql`EXISTS (${variants(sql)} AND v.price_minor BETWEEN ${priceMinMinor ?? 0}::bigint AND ${priceMaxMinor ?? Number.MAX_SAFE_INTEGER}::bigint)`,
    );
  return all.reduce((sum, one) => sql`${sum} AND ${one}`, sql`true`);
}
