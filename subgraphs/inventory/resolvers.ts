import type { ResolverNames } from '../../kit/graph.ts';
import type { Read } from '../../kit/db.ts';
import type { Identity } from '../../kit/identity.ts';
import type { Notes } from '../../kit/notes.ts';
import { isUuid } from '../../kit/uuid.ts';
import { MAX_QUANTITY } from '../../schema/vocabulary/refusals.ts';
import type { AdjustInput, AdjustPayload } from './commands/take-adjustment.ts';
import type { Resolvers } from './generated/graphql.ts';
import { type Loaders, stockLevel } from './loaders.ts';
import { statusOf } from './stock.ts';

export type Context = { identity: Identity; notes: Notes; loaders: Loaders };
type Reference = { id: string };

export const resolvers = (read: Read, adjust: (input: AdjustInput) => Promise<AdjustPayload>) =>
  ({
    Query: {
      stock: (_: unknown, by: { variantId?: string; sku?: string }) =>
        by.variantId && !isUuid(by.variantId) ? null : read((sql) => stockLevel(sql, by), { fresh: true }),
    },
    Mutation: {
      stockAdjust: async (_: unknown, { input }: { input: AdjustInput }, { notes, loaders }: Context) => {
        const payload = await adjust(input);
        loaders.noteAdjusted(payload.changed ?? []);
        for (const id of payload.changed ?? []) notes.tags.add(`inventory:${id}`);
        return payload;
      },
    },
    Product: {
      __resolveReference: ({ id }: Reference) => ({ id }),
      inStock: ({ id }: Reference, _: unknown, { loaders, notes }: Context) => {
        notes.tags.add(`inventory:${id}`);
        return loaders.productInStock(id);
      },
    },
    ProductVariant: {
      __resolveReference: ({ id }: Reference) => ({ id }),
      availability: ({ id }: Reference, _: unknown, { loaders, notes }: Context) => {
        notes.tags.add(`inventory:${id}`);
        const available = loaders.available(id);
        return typeof available === 'number' ? shown(available) : available.then(shown);
      },
    },
  }) satisfies ResolverNames<Resolvers>;

const shown = (available: number) => ({ status: statusOf(available), maxOrderQuantity: Math.min(available, MAX_QUANTITY) });
