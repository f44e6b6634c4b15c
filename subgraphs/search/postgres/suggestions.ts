import type { Sql } from 'postgres';
import type { Suggestion } from '../engine.ts';
import { END } from './dictionary.ts';

type Row = { text: string; id: string | null };

/** Words of titles that go on from the last term, then products by their titles: one statement. */
export async function suggestFromIndex(sql: Sql, { terms, first }: { terms: string[]; first: number }): Promise<Suggestion[]> {
  const rows = await sql<Row[]>`${completions(sql, terms, first)} UNION ALL ${titles(sql, terms, first)}`;
  return rows.map(({ text, id }) => ({ text, productId: id }));
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

/** So many titles at most are put into order: a few letters begin words of half a shop. */
const LOOKED_THROUGH = 500;

/** Titles with all the terms, the last one begun; those that begin with the text itself first. */
function titles(sql: Sql, terms: string[], limit: number) {
  const query = [...terms.slice(0, -1).map((word) => `'${word}':A`), `'${terms.at(-1)!}':*A`].join(' & ');
  const text = terms.join(' ');
  return sql`(
    SELECT t.title, t.product_id FROM (
      (SELECT d.title, d.title_key, d.product_id FROM documents d
        WHERE d.active AND d.title_key >= ${text} AND d.title_key < ${text + END} AND d.words @@ ${query}::tsquery
        ORDER BY d.title_key, d.product_id LIMIT ${limit})
      UNION (SELECT d.title, d.title_key, d.product_id FROM documents d WHERE d.active AND d.words @@ ${query}::tsquery LIMIT ${LOOKED_THROUGH})) t
    ORDER BY starts_with(t.title_key, ${text}) DESC, t.title_key, t.product_id LIMIT ${limit})`;
}
