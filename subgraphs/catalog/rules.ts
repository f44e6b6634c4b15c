import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { product: 'public', category: 'public', categories: 'public' },
  Mutation: { productSave: 'catalog:write', productArchive: 'catalog:write' },
  Product: { __resolveReference: 'public', taxClass: 'catalog:read' },
  ProductVariant: { __resolveReference: 'public' },
} satisfies Rules<Resolvers, Scope>;
