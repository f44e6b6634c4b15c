import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. Whoever may write chooses what is sent where, by queries that read as all readers together. */
export const rules = {
  Query: { webhookEvents: 'webhooks:read', webhookSubscriptions: 'webhooks:read', webhookDeliveries: 'webhooks:read' },
  Mutation: { webhookSubscriptionSave: 'webhooks:write', webhookSubscriptionDelete: 'webhooks:write', webhookReplay: 'webhooks:write' },
} satisfies Rules<Resolvers, Scope>;
