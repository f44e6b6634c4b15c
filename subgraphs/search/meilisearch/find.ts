import type { Meilisearch, MultiSearchQuery, MultiSearchResult } from 'meilisearch';
import type { Sql } from 'postgres';
import type { Read } from '../../../kit/db.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { Found, Page, Question, Wanted } from '../engine.ts';
import { type CountedRow, facetsOf } from '../facets.ts';
import { type FacetFilter, IN_STOCK, priceRange } from '../filters.ts';
import type { Order } from '../sorts.ts';
import { termsOf } from '../text-query.ts';
import { facetIdsOf, namesOf } from './facet-names.ts';
import { patiently } from './server.ts';

const SORTED_BY: Record<Order['column'], string | null> = {
  rank: null,
  price_min: 'priceMin',
  created_at: 'createdAt',
  title_key: 'titleKey',
};

// A place in a list is how many came before: this engine can look for no other.
const orderName = (order: Order) => `meilisearch.${order.name}`;
export const offsetIn = (cursor: string, order: Order): number | null => {
  const position = readCursor(orderName(order), 'number', cursor);
  return position && Math.max(0, Number(position.key));
};

/**
 * One multi-search: the page, the total with the facets of all filters, and for each filter its own facet as if it were
 * off. `hitsPerPage: 0` has everything counted exactly and nothing sent.
 */
export async function findInServer(server: Meilisearch, uid: string, read: Read, question: Question, wanted: Wanted): Promise<Found> {
  const { search, facets, order } = question;
  const terms = search === null ? [] : termsOf(search);
  if (search !== null && terms.length === 0)
    return shown({ page: { hits: [], hasNextPage: false }, total: 0, facets: facetsOf([], facets) }, wanted);
  const ids = await read((sql) => facetIdsOf(sql, facets));
  const filterBut = (off: FacetFilter | null) =>
    filterOf(
      question,
      facets.filter((one) => one !== off),
      ids.of,
    );
  const about = { indexUid: uid, q: terms.join(' '), matchingStrategy: 'all' as const };
  const counting = (off: FacetFilter | null, attributes: string[]): MultiSearchQuery => ({
    ...about,
    filter: filterBut(off),
    hitsPerPage: 0,
    ...(attributes.length > 0 && { facets: attributes }),
  });
  const offset = (wanted.page?.after && offsetIn(wanted.page.after, order)) || 0;
  const queries: MultiSearchQuery[] = [counting(null, wanted.facets ? ['facetIds', 'inStock'] : [])];
  if (wanted.facets) queries.push(...facets.map((own) => counting(own, [own.key === IN_STOCK ? 'inStock' : 'facetIds'])));
  if (wanted.page) {
    const { first } = wanted.page;
    queries.push({ ...about, filter: filterBut(null), sort: sortOf(order), offset, limit: first + 1, attributesToRetrieve: ['id'] });
  }
  const { results } = await patiently(() => server.multiSearch({ queries }));
  const counted = wanted.facets ? await read((sql) => countedRows(sql, facets, results)) : [];
  return shown(
    {
      page: pageOf((results.at(-1)!.hits as { id: string }[]) ?? [], offset, wanted.page?.first ?? 0, order),
      total: totalOf(results[0]!),
      facets: facetsOf([...counted, ...ids.selected], facets),
    },
    wanted,
  );
}

const shown = (found: Required<Found>, { page, total, facets }: Wanted): Found => ({
  ...(page && { page: found.page }),
  ...(total && { total: found.total }),
  ...(facets && { facets: found.facets }),
});

const totalOf = (result: MultiSearchResult<Record<string, unknown>>): number => (result as unknown as { totalHits: number }).totalHits;

function pageOf(hits: { id: string }[], offset: number, first: number, order: Order): Page {
  const cursor = (id: string, i: number) => writeCursor(orderName(order), { key: String(offset + i + 1), id });
  return { hits: hits.slice(0, first).map(({ id }, i) => ({ id, cursor: cursor(id, i) })), hasNextPage: hits.length > first };
}

function sortOf({ column, descending }: Order): string[] {
  const by = SORTED_BY[column];
  const way = descending ? 'desc' : 'asc';
  return by === null ? [] : [`${by}:${way}`, `id:${way}`];
}

/** Nothing of a client's text gets into a filter: values are asked for by the ids that they have here. */
function filterOf({ filter }: Question, facets: FacetFilter[], idsOf: (one: FacetFilter) => number[]): string[] {
  const range = priceRange(filter);
  return [
    ...(range ? [`prices ${range.min} TO ${range.max}`] : []),
    ...facets.map((one) => (one.key === IN_STOCK ? `inStock IN [${one.values.join(', ')}]` : `facetIds IN [${idsOf(one).join(', ')}]`)),
  ];
}

/** Counts of the whole result miss nothing; those of a filter's own facet that go beyond them miss that filter only. */
async function countedRows(sql: Sql, facets: FacetFilter[], results: MultiSearchResult<Record<string, unknown>>[]): Promise<CountedRow[]> {
  const distributions = results.slice(0, facets.length + 1).map(({ facetDistribution }) => facetDistribution ?? {});
  const names = await namesOf(sql, [...new Set(distributions.flatMap(({ facetIds }) => Object.keys(facetIds ?? {}).map(Number)))]);
  const rowsOf = (i: number, missed: number): CountedRow[] => [
    ...Object.entries(distributions[i]!.facetIds ?? {}).flatMap(([id, count]) => {
      const name = names.get(Number(id));
      return name ? [{ ...name, missed, count }] : [];
    }),
    ...Object.entries(distributions[i]!.inStock ?? {}).map(([value, count]) => ({ key: IN_STOCK, value, label: '', missed, count })),
  ];
  const all = rowsOf(0, 0);
  const known = new Map(all.map(({ key, value, count }) => [JSON.stringify([key, value]), count]));
  const beyond = facets.flatMap((own, i) =>
    rowsOf(i + 1, own.bit)
      .filter(({ key }) => key === own.key)
      .map((row) => ({ ...row, count: row.count - (known.get(JSON.stringify([row.key, row.value])) ?? 0) })),
  );
  return [...all, ...beyond];
}
