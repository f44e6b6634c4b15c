import type { ResolverNames } from '../../kit/graph.ts';
import type { Notes } from '../../kit/notes.ts';
import { SEARCH_TAG } from './changes.ts';
import type { Finder } from './finder.ts';
import type { Resolvers } from './generated/graphql.ts';
import { checkFirst, findProducts, type ProductsArgs } from './products.ts';
import { arranged } from './suggestions.ts';
import { termsOf } from './text-query.ts';

type Context = { notes: Notes };

export const resolvers = (finder: Finder) =>
  ({
    Query: {
      products: (_: unknown, args: ProductsArgs, { notes }: Context) => findProducts(finder, args, notes),
      searchSuggestions: async (_: unknown, { prefix, first }: { prefix: string; first: number }, { notes }: Context) => {
        checkFirst(first);
        notes.tags.add(SEARCH_TAG);
        const terms = termsOf(prefix);
        return terms.length === 0 ? [] : arranged(await finder.suggest({ terms, first }, notes), first);
      },
    },
    ProductConnection,
  }) satisfies ResolverNames<Resolvers>;

type List = ReturnType<typeof findProducts>;

/** Each part of a list is asked for if it is selected. */
const ProductConnection = {
  edges: (list: List) => list.edges(),
  nodes: (list: List) => list.nodes(),
  pageInfo: (list: List) => list.pageInfo(),
  totalCount: (list: List) => list.totalCount(),
  facets: (list: List) => list.facets(),
  degraded: (list: List) => list.degraded(),
};
