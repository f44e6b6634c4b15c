import type { ResolverNames } from '../../kit/graph.ts';
import type { Identity } from '../../kit/identity.ts';
import { money } from '../../schema/vocabulary/money.ts';
import { presentTotals } from '../../schema/vocabulary/totals.ts';
import type { BeginInput, beginCheckout, Begun } from './commands/begin-checkout.ts';
import type { checkoutCommand } from './commands/checkout.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { CheckoutInput } from './purchase.ts';

export type Context = { identity: Identity };

const present = ({ id, cartId, expiresAt, deliveryOptions, quote: { totals, currencyCode } }: Begun) => ({
  id,
  cart: { __typename: 'Cart', id: cartId },
  expiresAt,
  deliveryOptions: deliveryOptions.map(({ priceMinor, ...option }) => ({ ...option, price: money(priceMinor, currencyCode) })),
  totals: presentTotals(totals, currencyCode),
});

export const resolvers = (begin: ReturnType<typeof beginCheckout>, { checkout, attempt }: ReturnType<typeof checkoutCommand>) =>
  ({
    Query: { checkoutAttempt: (_: unknown, { id }: { id: string }) => attempt(id) },
    Mutation: {
      beginCheckout: async (_: unknown, { input }: { input: BeginInput }) => {
        const begun = await begin(input);
        return 'refusals' in begun ? { checkout: null, userErrors: begun.refusals } : { checkout: present(begun), userErrors: [] };
      },
      checkout: (_: unknown, { input }: { input: CheckoutInput }, { identity }: Context) => checkout(input, identity),
    },
  }) satisfies ResolverNames<Resolvers>;
