import type { ResolverNames } from '../../kit/graph.ts';
import type { Signer } from '../../kit/sign.ts';
import { money } from '../../schema/vocabulary/money.ts';
import { isGranted } from '../../schema/vocabulary/order-access.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { Loaders } from './loaders.ts';
import type { PaymentRow } from './rows.ts';

type Context = { loaders: Loaders };
type Reference = { id: string; access?: string };

export const resolvers = (signer: Signer) =>
  ({
    Order: {
      __resolveReference: ({ id, access }: Reference) => ({ id, access }),
      /** Whoever refers to an order must show the grant of who has checked that it may be read. */
      payment: ({ id, access }: Reference, _: unknown, { loaders }: Context) =>
        isGranted(signer, id, access) ? loaders.paymentOfOrder(id) : null,
    },
    Payment: {
      amount: ({ amountMinor, currencyCode }: PaymentRow) => money(amountMinor, currencyCode),
      refunded: ({ refundedMinor, currencyCode }: PaymentRow) => money(refundedMinor, currencyCode),
    },
  }) satisfies ResolverNames<Resolvers>;
