import type { Client } from '../../kit/contract.ts';
import type { catalog } from '../catalog/contract.ts';
import { type KeyKind, readCursor, writeCursor } from './cursor.ts';
import type { Question, Found, Wanted } from './engine.ts';
import { termsOf } from './text-query.ts';

type Catalog = Pick<Client<typeof catalog>, 'listing'>;

// Its cursors say how many products came before; they are told from an engine's by their order's name.
const CURSOR: [string, KeyKind] = ['catalog', 'number'];
const offsetIn = (cursor: string): number | null => {
  const position = readCursor(...CURSOR, cursor);
  return position && Math.max(0, Number(position.key));
};

/** True of a cursor of a list that the catalog has answered: the pages after it are the catalog's, too. */
export const isCatalogCursor = (cursor: string): boolean => offsetIn(cursor) !== null;

const SORTS = { rank: 'NEWEST', created_at: 'NEWEST', title_key: 'TITLE', price_min: 'PRICE' } as const;

/**
 * The same question asked of the catalog, for when the engine is away: words are looked for in titles only, products out
 * of stock are among them whatever was asked, and there are no facets. An engine's cursor begins the list anew.
 */
export async function findInCatalog(from: Catalog, { search, filter, order }: Question, { page }: Wanted): Promise<Found> {
  const offset = (page?.after && offsetIn(page.after)) || 0;
  const first = page?.first ?? 0;
  const words = search === null ? [] : termsOf(search);
  if (search !== null && words.length === 0) return { page: { hits: [], hasNextPage: false }, total: 0, facets: [] };
  const { products, total } = await from.listing({
    words,
    categorySlug: filter.categorySlug ?? null,
    brands: filter.brands ?? [],
    options: (filter.options ?? []).filter(({ values }) => values.length > 0),
    priceMinMinor: filter.priceMinMinor ?? null,
    priceMaxMinor: filter.priceMaxMinor ?? null,
    sort: SORTS[order.column],
    descending: order.descending,
    offset,
    limit: first,
  });
  const hits = products.map(({ productId }, i) => ({
    id: productId,
    cursor: writeCursor(CURSOR[0], { key: String(offset + i + 1), id: productId }),
  }));
  return { page: { hits, hasNextPage: offset + hits.length < total }, total, facets: [] };
}
