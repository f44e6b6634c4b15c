import type { Meilisearch } from 'meilisearch';
import type { Suggestion } from '../engine.ts';
import { titleKey, wordsOf } from '../words.ts';
import { patiently } from './server.ts';

const LOOKED_THROUGH = 100;

/** Titles with all the terms, the last one begun, and the words of theirs that go on from it. */
export async function suggestFromServer(
  server: Meilisearch,
  uid: string,
  { terms, first }: { terms: string[]; first: number },
): Promise<Suggestion[]> {
  const { hits } = await patiently(() =>
    server.index<{ id: string; title: string }>(uid).search(terms.join(' '), {
      attributesToSearchOn: ['title'],
      attributesToRetrieve: ['id', 'title'],
      matchingStrategy: 'all',
      limit: LOOKED_THROUGH,
    }),
  );
  const [before, last] = [terms.slice(0, -1), terms.at(-1)!];
  // what was misspelled may be found, but is not suggested
  const titles = hits
    .map(({ id, title }) => ({ id, title, key: titleKey(title), words: wordsOf(title) }))
    .filter(({ words }) => before.every((term) => words.includes(term)) && words.some((word) => word.startsWith(last)));
  const words = new Set(titles.flatMap((one) => one.words.filter((word) => word.startsWith(last))));
  const begins = ({ key }: { key: string }) => (key.startsWith(terms.join(' ')) ? 0 : 1);
  titles.sort((a, b) => begins(a) - begins(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1));
  return [
    ...[...words].sort().map((word) => ({ text: [...before, word].join(' '), productId: null })),
    ...titles.map(({ id, title }) => ({ text: title, productId: id })),
  ].filter((one, i, all) =>
    one.productId === null ? i < first : all.filter((other, j) => j < i && other.productId !== null).length < first,
  );
}
