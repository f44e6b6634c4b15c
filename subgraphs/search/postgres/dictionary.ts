import type { Sql } from 'postgres';
import type { Spelling } from '../text-query.ts';
import { deletesOf, typosAllowed } from '../typos.ts';

/** The largest character: `word < prefix || END` ends the range of words that begin so. */
export const END = '\u{10ffff}';

/** Which of the terms are words, whether the last begins one, and what misspelled ones may have meant. */
export async function lookUp(sql: Sql, terms: string[]): Promise<Spelling> {
  const last = terms.at(-1) ?? '';
  const deletes = terms.flatMap((term) => (typosAllowed(term) ? deletesOf(term, typosAllowed(term)) : []));
  const rows = await sql<{ word: string; how: 'known' | 'prefix' | 'near' }[]>`
    SELECT word, 'known' AS how FROM words WHERE word = ANY(${terms}::text[])
    UNION ALL (SELECT word, 'prefix' FROM words WHERE word >= ${last} AND word < ${last + END} LIMIT 1)
    UNION ALL SELECT word, 'near' FROM words WHERE deletes && ${deletes}::int[]`;
  const of = (how: string) => rows.filter((row) => row.how === how).map((row) => row.word);
  return { known: new Set(of('known')), lastIsPrefix: of('prefix').length > 0, near: of('near') };
}
