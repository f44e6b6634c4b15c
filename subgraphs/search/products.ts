import { GraphQLError } from 'graphql';
import type { Notes } from '../../kit/notes.ts';
import { SEARCH_TAG } from './changes.ts';
import type { Found, Hit, Question, Wanted } from './engine.ts';
import { facetFilters, type ProductFilter } from './filters.ts';
import type { Finder } from './finder.ts';
import { orderOf, type ProductSort } from './sorts.ts';

export type ProductsArgs = {
  search?: string | null;
  filter?: ProductFilter | null;
  sort: ProductSort;
  first: number;
  after?: string | null;
};

const MAX_PAGE = 100;
const MAX_FILTERS = 20;
const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** `first` must be from 1 to 100. */
export function checkFirst(first: number): void {
  if (first < 1 || first > MAX_PAGE) throw badInput(`"first" must be from 1 to ${MAX_PAGE}.`);
}

/** A page of the products that match. The fields that are selected are asked for together, once. */
export function findProducts(finder: Finder, { search, filter, sort, first, after }: ProductsArgs, notes: Notes) {
  checkFirst(first);
  const hasText = !!search?.trim();
  const order = orderOf(sort, hasText);
  if (after != null && !finder.knows(after, order)) throw badInput('"after" is no cursor of this list.');
  const facets = facetFilters(filter ?? {});
  if (facets.length > MAX_FILTERS) throw badInput(`At most ${MAX_FILTERS} filters at once.`);
  notes.tags.add(SEARCH_TAG);

  const question: Question = { search: hasText ? search! : null, filter: filter ?? {}, facets, order };
  const ask = together(async (parts) => {
    const wanted: Wanted = {
      page: parts.has('page') ? { first, after: after ?? null } : null,
      // nothing but `degraded` was selected: only an answer tells
      total: parts.has('total') || parts.size === 0,
      facets: parts.has('facets'),
    };
    return finder.find(question, wanted, notes);
  });
  const page = async () => (await ask('page')).page!;
  return {
    edges: async () => (await page()).hits.map((hit) => ({ cursor: hit.cursor, node: product(hit) })),
    nodes: async () => (await page()).hits.map(product),
    pageInfo: async () => {
      const { hits, hasNextPage } = await page();
      const [startCursor, endCursor] = [hits[0]?.cursor ?? null, hits.at(-1)?.cursor ?? null];
      return { hasNextPage, hasPreviousPage: after != null, startCursor, endCursor };
    },
    totalCount: async () => (await ask('total')).total!,
    facets: async () => (await ask('facets')).facets!,
    degraded: async () => (await ask()).degraded,
  };
}

const product = ({ id }: Hit) => ({ __typename: 'Product' as const, id });

/** Fields of one selection are resolved in one turn: what they want is collected, then asked for at once. */
function together<T>(ask: (parts: Set<keyof Found>) => Promise<T>): (part?: keyof Found) => Promise<T> {
  const parts = new Set<keyof Found>();
  let answer: Promise<T> | undefined;
  return (part) => {
    if (part) parts.add(part);
    answer ??= Promise.resolve().then(() => ask(parts));
    return answer;
  };
}
