import type { Sql } from 'postgres';
import { END } from './dictionary.ts';
import { checkFirst } from './products.ts';
import { termsOf } from './text-query.ts';
import { titleKey } from './words.ts';

type Row = { text: string; id: string | null };

/** What a shopper may be about to type: words of titles first, up to half of the list, then products by their titles. */
export async function suggest(sql: Sql, { prefix, first }: { prefix: string; first: number }) {
  checkFirst(first);
  const terms = termsOf(prefix);
  if (terms.length === 0) return [];
  const rows = await sql<Row[]>`${completions(sql, terms, first)} UNION ALL ${titles(sql, terms, first)}`;
  const unique = [...new Map(rows.map((row) => [titleKey(row.text), row])).values()];
  const products = unique.filter((row) => row.id);
  const words = unique.filter((row) => !row.id).slice(0, Math.max(first - products.length, Math.floor(first / 2)));
  return [...words, ...products].slice(0, first).map(({ text, id }) => ({ text, product: id && { __typename: 'Product' as const, id } }));
}

const inTitle = (words: string[]): string => words.map((word) => `'${word}':A`).join(' & ');

/** Words that go on from the last term and stand in a title with all the terms before it. */
function completions(sql: Sql, terms: string[], limit: number) {
  const [before, last] = [terms.slice(0, -1), terms.at(-1)!];
  return sql`(
    SELECT concat_ws(' ', ${before.join(' ') || null}::text, w.word) AS text, NULL::uuid AS id
    FROM (SELECT word FROM words WHERE in_title AND word >= ${last} AND word < ${last + END} ORDER BY word LIMIT 50) w
    WHERE EXISTS (
      SELECT 1 FROM documents d WHERE d.active AND d.words @@ (${inTitle(before)}::tsquery && ('''' || w.word || ''':A')::tsquery))
    ORDER BY w.word LIMIT ${limit})`;
}

/** Titles with all the terms, the last one begun; those that begin with the text itself first. */
function titles(sql: Sql, terms: string[], limit: number) {
  const query = [...terms.slice(0, -1).map((word) => `'${word}':A`), `'${terms.at(-1)!}':*A`].join(' & ');
  return sql`(
    SELECT d.title, d.product_id FROM documents d WHERE d.active AND d.words @@ ${query}::tsquery
    ORDER BY starts_with(d.title_key, ${terms.join(' ')}) DESC, d.title_key, d.product_id LIMIT ${limit})`;
}
