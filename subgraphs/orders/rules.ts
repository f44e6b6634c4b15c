import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { order: 'own or orders:read', orders: 'orders:read' },
  Mutation: { cancelOrder: 'own or orders:write', refundCreate: 'refunds:write' },
  Customer: { __resolveReference: 'own or customers:read', orders: 'own or orders:read' },
  Order: { __resolveReference: 'own' },
} satisfies Rules<Resolvers, Scope>;
