import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { cart: 'own' },
  Mutation: { cartCreate: 'public', cartLinesAdd: 'own', cartLinesUpdate: 'own', cartLinesRemove: 'own' },
  Customer: { __resolveReference: 'own or customers:read' },
  Cart: { __resolveReference: 'own' },
} satisfies Rules<Resolvers, Scope>;
