import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { apiKeys: 'staff:read', staff: 'staff:read', trail: 'staff:read' },
  Mutation: { apiKeyCreate: 'staff:write', apiKeyRevoke: 'staff:write', staffInvite: 'staff:write', staffSave: 'staff:write' },
} satisfies Rules<Resolvers, Scope>;
