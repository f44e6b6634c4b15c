import type { ResolverNames } from '../../kit/graph.ts';
import { type Identity, isSelf, may } from '../../kit/identity.ts';
import { isUuid } from '../../kit/uuid.ts';
import { money } from '../../schema/vocabulary/money.ts';
import { type Cart, subtotal, type Warning } from './cart.ts';
import type { cartEditor, Edited } from './commands/edit-cart.ts';
import type { LineInput } from './commands/take-lines.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { Loaders } from './loaders.ts';

export type Context = { identity: Identity; loaders: Loaders };
type Editor = ReturnType<typeof cartEditor>;

/** A cart as the schema shows it. */
const present = (cart: Cart | null) =>
  cart && {
    ...cart,
    lines: cart.lines.map((line) => ({
      id: line.id,
      variant: { id: line.variantId },
      quantity: line.quantity,
      unitPrice: money(line.unitPriceMinor, cart.currencyCode),
      lineTotal: money(line.quantity * line.unitPriceMinor, cart.currencyCode),
    })),
    snapshot: cart,
    totalQuantity: cart.lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotal: money(subtotal(cart.lines), cart.currencyCode),
  };

export const resolvers = (editor: Editor, warnings: (cart: Cart) => Promise<Warning[]>) => {
  const payload = async (edit: Promise<Edited>, { loaders }: Context) => {
    const { cartId, userErrors } = await edit;
    return { cart: cartId && present(await loaders.cart.load(cartId)), userErrors };
  };
  return {
    Query: { cart: async (_: unknown, { id }: { id: string }, { loaders }: Context) => present(await loaders.cart.load(id)) },
    Mutation: {
      cartCreate: (_: unknown, { input }: { input: Parameters<Editor['create']>[0] }, context: Context) =>
        payload(editor.create(input, context.identity.customerId), context),
      cartLinesAdd: (_: unknown, { cartId, lines }: { cartId: string; lines: LineInput[] }, context: Context) =>
        payload(editor.add(cartId, lines, context.identity.customerId), context),
      cartLinesUpdate: (
        _: unknown,
        { cartId, lines }: { cartId: string; lines: { lineId: string; quantity: number }[] },
        context: Context,
      ) => payload(editor.update(cartId, lines, context.identity.customerId), context),
      cartLinesRemove: (_: unknown, { cartId, lineIds }: { cartId: string; lineIds: string[] }, context: Context) =>
        payload(editor.remove(cartId, lineIds, context.identity.customerId), context),
    },
    Customer: {
      /** Whoever refers to a customer: it is there for themselves, and for staff. */
      __resolveReference: ({ id }: { id: string }, { identity }: Context) =>
        isUuid(id) && (isSelf(identity, id) || may(identity, 'customers:read')) ? { id } : null,
      cart: async ({ id }: { id: string }, _: unknown, { loaders }: Context) => present(await loaders.openCart.load(id)),
    },
    Cart: {
      __resolveReference: async ({ id }: { id: string }, { loaders }: Context) => present(await loaders.cart.load(id)),
      warnings: ({ snapshot }: { snapshot: Cart }) => warnings(snapshot),
    },
  } satisfies ResolverNames<Resolvers>;
};
