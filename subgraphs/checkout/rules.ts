import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { checkoutAttempt: 'own', sale: 'public', waitingRoomTicket: 'own' },
  Mutation: {
    beginCheckout: 'own',
    checkout: 'own',
    joinWaitingRoom: 'public',
    saleSave: 'sales:write',
    saleControl: 'sales:write',
  },
} satisfies Rules<Resolvers, Scope>;
