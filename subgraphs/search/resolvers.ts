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
  }) satisfies ResolverNames<Resolvers>;
