import type { Sql } from 'postgres';
import type { ResolverNames } from '../../kit/graph.ts';
import { isRefused, type Refused } from '../../kit/refusal.ts';
import { deleteSubscription, replay, type Saved, type SubscriptionInput } from './commands/subscriptions.ts';
import { EVENTS } from './contract.ts';
import type { Resolvers } from './generated/graphql.ts';
import { findDelivery, findSubscription, listDeliveries, listSubscriptions } from './list.ts';

type Save = (input: SubscriptionInput) => Promise<Saved | Refused>;

export const resolvers = (sql: Sql, save: Save) => {
  return {
    Query: {
      webhookEvents: () => Object.entries(EVENTS).map(([name, { about, ...event }]) => ({ name, description: about, ...event })),
      webhookSubscriptions: () => listSubscriptions(sql),
      webhookDeliveries: (_: unknown, args: Parameters<typeof listDeliveries>[1]) => listDeliveries(sql, args),
    },
    Mutation: {
      webhookSubscriptionSave: async (_: unknown, { input }: { input: SubscriptionInput }) => {
        const saved = await save(input);
        if (isRefused(saved)) return { subscription: null, secret: null, userErrors: saved.refused };
        return { subscription: await findSubscription(sql, saved.id), secret: saved.secret, userErrors: [] };
      },
      webhookSubscriptionDelete: async (_: unknown, { id }: { id: string }) => {
        const userErrors = await deleteSubscription(sql, id);
        return { deletedId: userErrors.length === 0 ? id : null, userErrors };
      },
      webhookReplay: async (_: unknown, { deliveryId }: { deliveryId: string }) => {
        const made = await replay(sql, deliveryId);
        return isRefused(made)
          ? { delivery: null, userErrors: made.refused }
          : { delivery: await findDelivery(sql, made.id), userErrors: [] };
      },
    },
  } satisfies ResolverNames<Resolvers>;
};
