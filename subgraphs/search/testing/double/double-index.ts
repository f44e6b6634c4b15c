import { typosAllowed, typosBetween } from '../../typos.ts';
import { wordsOf } from '../../words.ts';
import { DEFAULT_SETTINGS, type DoubleSettings } from './defaults.ts';
import { passesFilter } from './filter.ts';

export type Stored = Record<string, unknown>;
export type Query = {
  q?: string | null;
  filter?: string[] | null;
  sort?: string[] | null;
  offset?: number;
  limit?: number;
  page?: number;
  hitsPerPage?: number;
  facets?: string[] | null;
  attributesToRetrieve?: string[] | null;
  attributesToSearchOn?: string[] | null;
  matchingStrategy?: 'all' | 'last' | 'frequency';
};
type Ranked = { document: Stored; typos: number; attribute: number; inexact: number };

/** One index of the double: documents by their primary key, and a plain loop over all of them that searches. */
export class DoubleIndex {
  readonly documents = new Map<string, Stored>();
  readonly createdAt = new Date().toISOString();
  settings: DoubleSettings = structuredClone(DEFAULT_SETTINGS);

  constructor(public primaryKey: string | null) {}

  /** `partial` keeps the fields that are not named. */
  put(documents: Stored[], partial: boolean): void {
    this.primaryKey ??= Object.keys(documents[0] ?? {}).find((key) => key.endsWith('id')) ?? 'id';
    for (const one of documents) {
      const key = String(one[this.primaryKey]);
      this.documents.set(key, partial ? { ...this.documents.get(key), ...one } : one);
    }
  }

  search(query: Query): object {
    const began = performance.now();
    const matched = this.#matched(query);
    const counted = query.hitsPerPage !== undefined || query.page !== undefined;
    const perPage = query.hitsPerPage ?? 20;
    const page = query.page ?? 1;
    const [from, size] = counted ? [(page - 1) * perPage, perPage] : [query.offset ?? 0, query.limit ?? 20];
    return {
      hits: matched.slice(Math.max(0, from), from + size).map(({ document }) => this.#shown(document, query.attributesToRetrieve)),
      query: query.q ?? '',
      processingTimeMs: Math.round(performance.now() - began),
      ...(counted
        ? { page, hitsPerPage: perPage, totalPages: perPage === 0 ? 0 : Math.ceil(matched.length / perPage), totalHits: matched.length }
        : { offset: from, limit: size, estimatedTotalHits: matched.length }),
      ...(query.facets && { facetDistribution: this.#distribution(matched, query.facets), facetStats: {} }),
    };
  }

  #matched(query: Query): Ranked[] {
    const terms = wordsOf(query.q ?? '');
    const passing = [...this.documents.values()].filter((document) => (query.filter ?? []).every((one) => passesFilter(document, one)));
    const ranked = passing.flatMap((document) => this.#ranked(document, terms, query.attributesToSearchOn ?? null) ?? []);
    const sorts = (query.sort ?? []).map((one) => one.split(':') as [string, string]);
    return ranked.sort((a, b) => {
      for (const [attribute, way] of sorts) {
        const [x, y] = [a.document[attribute] as string | number, b.document[attribute] as string | number];
        if (x !== y) return (x < y ? -1 : 1) * (way === 'desc' ? -1 : 1);
      }
      return a.typos - b.typos || a.attribute - b.attribute || a.inexact - b.inexact;
    });
  }

  #ranked(document: Stored, terms: string[], only: string[] | null): Ranked | null {
    // with no order given, one attribute is as good as another: so it was recorded
    const named = this.settings.searchableAttributes;
    const attributes = (named[0] === '*' ? Object.keys(document) : named).filter((one) => !only || only.includes(one));
    const sum: Ranked = { document, typos: 0, attribute: 0, inexact: 0 };
    for (const [i, term] of terms.entries()) {
      const best = attributes
        .flatMap((attribute, at) =>
          textsIn(document[attribute]).map((word) => this.#match(word, term, i === terms.length - 1, attribute, named[0] === '*' ? 0 : at)),
        )
        .filter((match) => match !== null)
        .sort((a, b) => a.typos - b.typos || a.attribute - b.attribute || a.inexact - b.inexact)[0];
      if (!best) return null;
      sum.typos += best.typos;
      sum.attribute = Math.max(sum.attribute, best.attribute);
      sum.inexact += best.inexact;
    }
    return sum;
  }

  #match(word: string, term: string, isLast: boolean, attribute: string, at: number): Omit<Ranked, 'document'> | null {
    if (word === term) return { typos: 0, attribute: at, inexact: 0 };
    if (isLast && word.startsWith(term)) return { typos: 0, attribute: at, inexact: 1 };
    const { enabled, disableOnAttributes, disableOnNumbers } = this.settings.typoTolerance;
    if (!enabled || disableOnAttributes.includes(attribute) || (disableOnNumbers && /\d/.test(term))) return null;
    const typos = typosBetween(term, word);
    return typos <= typosAllowed(term) ? { typos, attribute: at, inexact: 1 } : null;
  }

  #shown(document: Stored, retrieve: string[] | null | undefined): Stored {
    const displayed = this.settings.displayedAttributes;
    const shown = (key: string) => (displayed[0] === '*' || displayed.includes(key)) && (!retrieve || retrieve.includes(key));
    return Object.fromEntries(Object.entries(document).filter(([key]) => shown(key)));
  }

  #distribution(matched: Ranked[], facets: string[]): Record<string, Record<string, number>> {
    const counts: Record<string, Record<string, number>> = {};
    for (const facet of facets) {
      counts[facet] = {};
      for (const { document } of matched) {
        for (const value of new Set([document[facet] ?? []].flat())) counts[facet][String(value)] = (counts[facet][String(value)] ?? 0) + 1;
      }
    }
    return counts;
  }
}

const textsIn = (value: unknown): string[] => [value ?? []].flat().flatMap((one) => wordsOf(String(one)));
