import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { checkoutAttempt: 'own', sale: 'public', waitingRoomTicket: 'own', purchaseLimits: 'sales:write' },
  Mutation: {
    beginCheckout: 'own',
    checkout: 'own',
    joinWaitingRoom: 'public',
    saleSave: 'sales:write',
    saleControl: 'sales:write',
    purchaseLimitSave: 'sales:write',
  },
} satisfies Rules<Resolvers, Scope>;
