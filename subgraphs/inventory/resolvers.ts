import type { ResolverNames } from '../../kit/graph.ts';
import type { Sql } from 'postgres';
import { type Identity, mustBeAdmin } from '../../kit/identity.ts';
import { isUuid } from '../../kit/uuid.ts';
import { MAX_QUANTITY } from '../../schema/vocabulary/refusals.ts';
import type { AdjustInput, AdjustPayload } from './commands/take-adjustment.ts';
import type { Resolvers } from './generated/graphql.ts';
import { type Loaders, stockLevel } from './loaders.ts';
import { statusOf } from './stock.ts';

export type Context = { identity: Identity; loaders: Loaders };
type Reference = { id: string };

export const resolvers = (sql: Sql, adjust: (input: AdjustInput) => Promise<AdjustPayload>) =>
  ({
    Query: {
      stock: (_: unknown, by: { variantId?: string; sku?: string }, { identity }: Context) => {
        mustBeAdmin(identity);
        return by.variantId && !isUuid(by.variantId) ? null : stockLevel(sql, by);
      },
    },
    Mutation: {
      stockAdjust: (_: unknown, { input }: { input: AdjustInput }, { identity }: Context) => {
        mustBeAdmin(identity);
        return adjust(input);
      },
    },
    Product: {
      __resolveReference: ({ id }: Reference) => ({ id }),
      inStock: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.productInStock.load(id),
    },
    ProductVariant: {
      __resolveReference: ({ id }: Reference) => ({ id }),
      availability: async ({ id }: Reference, _: unknown, { loaders }: Context) => {
        const available = await loaders.available.load(id);
        return { status: statusOf(available), maxOrderQuantity: Math.min(available, MAX_QUANTITY) };
      },
    },
  }) satisfies ResolverNames<Resolvers>;
