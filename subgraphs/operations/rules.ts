import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { audit: 'operations:read', jobQueues: 'operations:read' },
} satisfies Rules<Resolvers, Scope>;
