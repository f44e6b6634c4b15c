import { isRefused } from '../../../kit/refusal.ts';
import type { LimitInput, PurchaseLimit, saveLimit } from './save-limit.ts';

export type LimitCommands = { saveLimit: ReturnType<typeof saveLimit>; limits: () => Promise<PurchaseLimit[]> };

/** Limits per customer in the graph. */
export const limitResolvers = ({ saveLimit, limits }: LimitCommands) => ({
  Query: { purchaseLimits: () => limits() },
  Mutation: {
    purchaseLimitSave: async (_: unknown, { input }: { input: LimitInput }) => {
      const saved = await saveLimit(input);
      return isRefused(saved) ? { limit: null, userErrors: saved.refused } : { ...saved, userErrors: [] };
    },
  },
  PurchaseLimit: { variant: ({ variantId }: PurchaseLimit) => ({ __typename: 'ProductVariant', id: variantId }) },
});
