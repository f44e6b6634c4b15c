import { GraphQLError } from 'graphql';
import type { Sql } from 'postgres';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import { lookUp } from './dictionary.ts';
import { facetsOf } from './facets.ts';
import { facetFilters, type ProductFilter } from './filters.ts';
import { countFacets, countMatches, findPage, type Question } from './find.ts';
import { orderOf, type ProductSort } from './sorts.ts';
import { termsOf, textQuery } from './text-query.ts';

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

const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
};

/**
 * A page of the products that match. Only what is selected is asked of the database: the dictionary (with a text), the
 * page, the total and the facets take one statement each.
 */
export function findProducts(sql: Sql, { search, filter, sort, first, after }: ProductsArgs) {
  checkFirst(first);
  const hasText = !!search?.trim();
  const order = orderOf(sort, hasText);
  const from = after == null ? null : readCursor(order.name, order.kind, after);
  if (after != null && !from) throw badInput('"after" is no cursor of this list.');
  const facets = facetFilters(filter ?? {});
  if (facets.length > MAX_FILTERS) throw badInput(`At most ${MAX_FILTERS} filters at once.`);

  const question = once(
    async (): Promise<Question> => ({ text: hasText ? await textOf(sql, search!) : null, filter: filter ?? {}, facets }),
  );
  const rows = once(async () => findPage(sql, await question(), order, from, first + 1));
  const page = async () => (await rows()).slice(0, first);
  const cursor = (position: Position | undefined) => (position ? writeCursor(order.name, position) : null);
  return {
    edges: async () => (await page()).map((position) => ({ cursor: cursor(position)!, node: product(position.id) })),
    nodes: async () => (await page()).map(({ id }) => product(id)),
    pageInfo: async () => {
      const positions = await page();
      const hasNextPage = (await rows()).length > first;
      return { hasNextPage, hasPreviousPage: from !== null, startCursor: cursor(positions[0]), endCursor: cursor(positions.at(-1)) };
    },
    totalCount: async () => countMatches(sql, await question()),
    facets: async () => facetsOf(await countFacets(sql, await question()), facets),
    degraded: false,
  };
}

const product = (id: string) => ({ __typename: 'Product' as const, id });

async function textOf(sql: Sql, search: string): Promise<Question['text']> {
  const terms = termsOf(search);
  return terms.length === 0 ? 'nothing' : textQuery(terms, await lookUp(sql, terms));
}
