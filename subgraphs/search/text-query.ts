import { isSpelled, typosAllowed, typosBetween } from './typos.ts';
import { wordsOf } from './words.ts';

/** Texts of tsqueries. They hold nothing but letters, digits and what is written here. */
export type TextQuery = {
  /** What a product must match. */
  match: string;
  /** The same with the words as they were typed: whole, and without typos. */
  exact: string;
  /** All words in the title; in title or brand; in title, brand or category. */
  tiers: [string, string, string];
  /** The whole text as a SKU. */
  sku: string;
};

/** What the dictionary knows of the terms asked. */
export type Spelling = { known: Set<string>; lastIsPrefix: boolean; near: string[] };

const MAX_TERMS = 12;
const MAX_SPELLINGS = 10;

/** The words of a search, at most a dozen; none when there is nothing in it to search for. */
export const termsOf = (search: string): string[] => wordsOf(search.slice(0, 1000)).slice(0, MAX_TERMS);

/** A product matches when it has all the terms: the last may be begun only, and an unknown one may be misspelled. */
export function textQuery(terms: string[], spelling: Spelling): TextQuery {
  const wanted = terms.map((term, i) => alternatives(term, i === terms.length - 1, spelling));
  const sku = terms.join('');
  const all = (labels: string) => wanted.map((words) => `(${words.map((word) => atom(word, labels)).join(' | ')})`).join(' & ');
  return {
    match: terms.length > 1 ? `${all('')} | ${atom({ word: sku, prefix: false }, '')}` : all(''),
    exact: terms.map((word) => atom({ word, prefix: false }, '')).join(' & '),
    tiers: [all('A'), all('AB'), all('ABC')],
    sku,
  };
}

type Alternative = { word: string; prefix: boolean };
const atom = ({ word, prefix }: Alternative, labels: string): string =>
  `'${word}'${prefix || labels ? `:${prefix ? '*' : ''}${labels}` : ''}`;

function alternatives(term: string, isLast: boolean, { known, lastIsPrefix, near }: Spelling): Alternative[] {
  if (!isSpelled(term)) return [{ word: term, prefix: isLast }];
  if (isLast && (lastIsPrefix || known.has(term))) return [{ word: term, prefix: true }];
  if (known.has(term)) return [{ word: term, prefix: false }];
  const meant = nearest(term, near).map((word) => ({ word, prefix: false }));
  return [{ word: term, prefix: meant.length === 0 }, ...meant];
}

/** The words with the fewest typos, as far as typos are allowed. */
function nearest(term: string, near: string[]): string[] {
  const most = typosAllowed(term);
  const found = near.map((word) => ({ word, typos: typosBetween(term, word) })).filter(({ typos }) => typos <= most);
  const fewest = Math.min(...found.map(({ typos }) => typos));
  return found
    .filter(({ typos }) => typos === fewest)
    .map(({ word }) => word)
    .sort()
    .slice(0, MAX_SPELLINGS);
}
