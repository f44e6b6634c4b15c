import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { mails: 'customers:read' },
  Mutation: { mailResend: 'customers:write', mailDrop: 'customers:write' },
} satisfies Rules<Resolvers, Scope>;
