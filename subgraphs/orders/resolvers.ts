import type { ResolverNames } from '../../kit/graph.ts';
import type { Sql } from 'postgres';
import { type Identity, isSelf, may } from '../../kit/identity.ts';
import type { Refusal } from '../../kit/refusal.ts';
import type { Signer } from '../../kit/sign.ts';
import { isUuid } from '../../kit/uuid.ts';
import { money } from '../../schema/vocabulary/money.ts';
import { ratePercent, type Taxes } from '../../schema/vocabulary/taxes.ts';
import { grantFor, isGranted, opensOrder } from '../../schema/vocabulary/order-access.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import { presentTotals } from '../../schema/vocabulary/totals.ts';
import type { OrderRow } from './commands/order-rows.ts';
import type { RefundInput } from './commands/refund-order.ts';
import type { Resolvers } from './generated/graphql.ts';
import { cursorOf, listOrders, type Page } from './list-orders.ts';
import type { LineRow, Loaders } from './loaders.ts';

export type Context = { identity: Identity; loaders: Loaders };
export type CancelInput = { idempotencyKey: string; orderId: string; accessToken?: string | null; reason?: string | null };
type Asks = { cancel: (input: CancelInput) => Promise<Refusal[]>; refund: (input: RefundInput) => Promise<Refusal[]> };

const lineOf =
  ({ currencyCode: currency, taxes }: OrderRow) =>
  (line: LineRow, at: number) => ({
    ...line,
    tax: taxOf(taxes?.lines[at], currency),
    variant: { id: line.variantId },
    unitPrice: money(line.unitPriceMinor, currency),
    lineTotal: money(line.lineTotalMinor, currency),
  });

const taxOf = (tax: Taxes['lines'][number] | undefined, currency: string) =>
  tax && { taxClass: tax.taxClass, rate: ratePercent(tax.ratePpm), amount: money(tax.taxMinor, currency) };

export const resolvers = (sql: Sql, signer: Signer, { cancel, refund }: Asks) => {
  const present = (order: OrderRow | null) =>
    order && { ...order, access: grantFor(signer, order.id), totals: presentTotals(order, order.currencyCode, order.taxes) };
  /** The order, if it is reached: by staff with the scope every one, by a customer their own, by anybody the one whose token they hold. */
  async function reached(
    id: string,
    token: string | null | undefined,
    scope: Scope,
    { identity, loaders }: Context,
  ): Promise<OrderRow | null> {
    const opened = may(identity, scope) || (!!token && opensOrder(signer, id, token));
    if (!isUuid(id) || (!opened && identity.customerId === null)) return null;
    const order = await loaders.order(id);
    return order && (opened || order.customerId === identity.customerId) ? order : null;
  }
  const connection = ({ rows, hasNextPage, hasPreviousPage }: Page) => {
    const edges = rows.map((row) => ({ cursor: cursorOf(row), node: present(row) }));
    const pageInfo = { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor };
    return { edges, nodes: edges.map((edge) => edge.node), pageInfo };
  };

  return {
    Query: {
      order: async (_: unknown, { id, accessToken }: { id: string; accessToken?: string }, context: Context) =>
        present(await reached(id, accessToken, 'orders:read', context)),
      orders: async (_: unknown, args: Parameters<typeof listOrders>[1]) => connection(await listOrders(sql, args)),
    },
    Mutation: {
      cancelOrder: async (_: unknown, { input }: { input: CancelInput }, context: Context) => {
        if (!(await reached(input.orderId, input.accessToken, 'orders:write', context))) return { order: null, userErrors: [NOT_FOUND] };
        const userErrors = await cancel(input);
        return { order: present(await context.loaders.order(input.orderId)), userErrors };
      },
      refundCreate: async (_: unknown, { input }: { input: RefundInput }, { loaders }: Context) => {
        const orderId = input.orderId.toLowerCase();
        const userErrors = isUuid(orderId) ? await refund({ ...input, orderId }) : [NO_ORDER];
        return { order: present(await loaders.order(orderId)), userErrors };
      },
    },
    Customer: {
      /** Whoever refers to a customer: it is there for themselves, and for staff. */
      __resolveReference: ({ id }: { id: string }, { identity }: Context) =>
        isUuid(id) && (isSelf(identity, id) || may(identity, 'customers:read')) ? { id } : null,
      orders: async ({ id }: { id: string }, { first, after }: { first: number; after?: string | null }) =>
        connection(await listOrders(sql, { first, after: after ?? null }, id)),
    },
    Order: {
      __resolveReference: async ({ id, access }: { id: string; access?: string }, { loaders }: Context) =>
        isGranted(signer, id, access) ? present(await loaders.order(id)) : null,
      lines: async (order: OrderRow, _: unknown, { loaders }: Context) => (await loaders.lines(order.id)).map(lineOf(order)),
      timeline: (order: OrderRow, _: unknown, { loaders }: Context) => loaders.timeline(order.id),
    },
  } satisfies ResolverNames<Resolvers>;
};

const NOT_FOUND = {
  code: 'ORDER_NOT_FOUND',
  message: 'There is no such order, or it is not yours and this is not its access token.',
  path: ['orderId'],
};
const NO_ORDER = { ...NOT_FOUND, message: 'There is no such order.' };
