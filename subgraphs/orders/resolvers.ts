import type { ResolverNames } from '../../kit/graph.ts';
import type { Sql } from 'postgres';
import { type Identity, may } from '../../kit/identity.ts';
import type { Refusal } from '../../kit/refusal.ts';
import type { Signer } from '../../kit/sign.ts';
import { isUuid } from '../../kit/uuid.ts';
import { money } from '../../schema/vocabulary/money.ts';
import { grantFor, isGranted, opensOrder } from '../../schema/vocabulary/order-access.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import { presentTotals } from '../../schema/vocabulary/totals.ts';
import type { OrderRow } from './commands/order-rows.ts';
import type { Resolvers } from './generated/graphql.ts';
import { cursorOf, listOrders } from './list-orders.ts';
import type { LineRow, Loaders } from './loaders.ts';

export type Context = { identity: Identity; loaders: Loaders };
export type CancelInput = { idempotencyKey: string; orderId: string; accessToken?: string | null; reason?: string | null };
type Cancel = (input: CancelInput) => Promise<Refusal[]>;

const lineOf = (currency: string) => (line: LineRow) => ({
  ...line,
  variant: { id: line.variantId },
  unitPrice: money(line.unitPriceMinor, currency),
  lineTotal: money(line.lineTotalMinor, currency),
});

export const resolvers = (sql: Sql, signer: Signer, cancel: Cancel) => {
  const present = (order: OrderRow | null) =>
    order && { ...order, access: grantFor(signer, order.id), totals: presentTotals(order, order.currencyCode) };
  /** Staff with the scope for it reach every order, a guest the one whose token they hold. */
  const isReached = (id: string, token: string | null | undefined, identity: Identity, scope: Scope) =>
    isUuid(id) && (may(identity, scope) || (!!token && opensOrder(signer, id, token)));

  return {
    Query: {
      order: async (_: unknown, { id, accessToken }: { id: string; accessToken?: string }, { identity, loaders }: Context) =>
        isReached(id, accessToken, identity, 'orders:read') ? present(await loaders.order(id)) : null,
      orders: async (_: unknown, args: Parameters<typeof listOrders>[1]) => {
        const { rows, hasNextPage, hasPreviousPage } = await listOrders(sql, args);
        const edges = rows.map((row) => ({ cursor: cursorOf(row), node: present(row) }));
        const pageInfo = { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor };
        return { edges, nodes: edges.map((edge) => edge.node), pageInfo };
      },
    },
    Mutation: {
      cancelOrder: async (_: unknown, { input }: { input: CancelInput }, { identity, loaders }: Context) => {
        if (!isReached(input.orderId, input.accessToken, identity, 'orders:write')) return { order: null, userErrors: [NOT_FOUND] };
        const userErrors = await cancel(input);
        return { order: present(await loaders.order(input.orderId)), userErrors };
      },
    },
    Order: {
      __resolveReference: async ({ id, access }: { id: string; access?: string }, { loaders }: Context) =>
        isGranted(signer, id, access) ? present(await loaders.order(id)) : null,
      lines: async (order: OrderRow, _: unknown, { loaders }: Context) => (await loaders.lines(order.id)).map(lineOf(order.currencyCode)),
      timeline: (order: OrderRow, _: unknown, { loaders }: Context) => loaders.timeline(order.id),
    },
  } satisfies ResolverNames<Resolvers>;
};

const NOT_FOUND = { code: 'ORDER_NOT_FOUND', message: 'There is no such order, or this is not its access token.', path: ['orderId'] };
