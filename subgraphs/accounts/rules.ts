import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { me: 'own', customer: 'customers:read' },
  Mutation: {
    customerRegister: 'public',
    customerLogin: 'public',
    customerTokenRefresh: 'own',
    customerLoginWithIdToken: 'own',
    customerExport: 'own',
    customerErase: 'own',
    customerExportFor: 'customers:read',
    customerEraseFor: 'customers:write',
    customerLogout: 'own',
    customerEmailVerificationRequest: 'own',
    customerEmailVerify: 'own',
    customerPasswordResetRequest: 'public',
    customerPasswordReset: 'own',
    customerAddressSave: 'own',
    customerAddressDelete: 'own',
  },
  Customer: { __resolveReference: 'own or customers:read' },
} satisfies Rules<Resolvers, Scope>;
