import type { ResolverNames } from '../../kit/graph.ts';
import type { Sql } from 'postgres';
import type { Resolvers } from './generated/graphql.ts';
import { findProducts, type ProductsArgs } from './products.ts';
import { suggest } from './suggestions.ts';

export const resolvers = (sql: Sql) =>
  ({
    Query: {
      products: (_: unknown, args: ProductsArgs) => findProducts(sql, args),
      searchSuggestions: (_: unknown, args: { prefix: string; first: number }) => suggest(sql, args),
    },
  }) satisfies ResolverNames<Resolvers>;
