import type { ResolverNames } from '../../kit/graph.ts';
import type { Identity } from '../../kit/identity.ts';
import type { Notes } from '../../kit/notes.ts';
import { money } from '../../schema/vocabulary/money.ts';
import { presentTotals } from '../../schema/vocabulary/totals.ts';
import type { BeginInput, beginCheckout, Begun } from './commands/begin-checkout.ts';
import { type checkoutCommand, outcomeOf } from './commands/checkout.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { CheckoutInput } from './purchase.ts';
import { type LimitCommands, limitResolvers } from './limits/limit-resolvers.ts';
import { saleResolvers, type SaleCommands } from './sales/sale-resolvers.ts';

export type Context = { identity: Identity; notes: Notes };
type Commands = { begin: ReturnType<typeof beginCheckout> } & ReturnType<typeof checkoutCommand> & SaleCommands & LimitCommands;

const present = ({ id, cartId, expiresAt, deliveryOptions, quote: { totals, currencyCode, taxes } }: Begun) => ({
  id,
  cart: { __typename: 'Cart', id: cartId },
  expiresAt,
  deliveryOptions: deliveryOptions.map(({ priceMinor, ...option }) => ({ ...option, price: money(priceMinor, currencyCode) })),
  totals: presentTotals(totals, currencyCode, taxes),
});

export const resolvers = ({ begin, checkout, attempt, saveLimit, limits, ...sales }: Commands) => {
  const { Query, Mutation, ...types } = saleResolvers(sales);
  const limit = limitResolvers({ saveLimit, limits });
  return {
    Query: {
      ...Query,
      ...limit.Query,
      checkoutAttempt: (_: unknown, { id }: { id: string }, { identity }: Context) => attempt(id, identity),
    },
    Mutation: {
      ...Mutation,
      ...limit.Mutation,
      beginCheckout: async (_: unknown, { input }: { input: BeginInput }, { identity }: Context) => {
        const begun = await begin(input, identity.customerId);
        return 'refusals' in begun ? { checkout: null, userErrors: begun.refusals } : { checkout: present(begun), userErrors: [] };
      },
      checkout: async (_: unknown, { input }: { input: CheckoutInput }, { identity, notes }: Context) => {
        const answer = await checkout(input, identity);
        notes.outcome = outcomeOf(answer);
        return answer;
      },
    },
    ...types,
    PurchaseLimit: limit.PurchaseLimit,
  } satisfies ResolverNames<Resolvers>;
};
