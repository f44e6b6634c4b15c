import { print } from 'graphql';
import { createGraph, type GraphRequest, type ResolverMap } from '../../kit/graph.ts';
import type { Log } from '../../kit/log.ts';
import { createSigner } from '../../kit/sign.ts';
import type { Running } from '../../kit/subgraph.ts';
import { createTransport, type Transport } from '../../kit/transport.ts';
import { readSubgraphs } from '../../schema/composition/subgraphs.ts';
import { vocabularyResolvers } from '../../schema/vocabulary/resolvers.ts';

const money = (amountMinor: number) => ({ amountMinor, currencyCode: 'EUR' });
const at = '2026-01-31T09:00:00.000Z';
const variant = {
  id: 'v1',
  sku: 'SKU-1',
  title: 'M',
  selectedOptions: [{ name: 'Size', value: 'M' }],
  price: money(1990),
  product: { id: 'p1' },
};
const product = {
  id: 'p1',
  slug: 'shirt',
  title: 'Shirt',
  images: [],
  options: [],
  variants: [variant],
  priceRange: { min: money(1990), max: money(1990) },
  category: { path: [{ name: 'Tops' }] },
  updatedAt: at,
};
const order = {
  id: 'o1',
  access: 'grant',
  number: '1001',
  status: 'PAID',
  email: 'a@b.c',
  createdAt: at,
  timeline: [{ type: 'placed', at, message: 'Placed' }],
  lines: [
    {
      id: 'l1',
      variant: { id: 'v1' },
      variantId: 'v1',
      sku: 'SKU-1',
      title: 'Shirt M',
      quantity: 1,
      unitPrice: money(1990),
      lineTotal: money(1990),
    },
  ],
  totals: { subtotal: money(1990), delivery: money(490), tax: money(0), discount: money(0), total: money(2480) },
  shippingAddress: { name: 'Ada', line1: '1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
};
const cart = {
  id: 'c1',
  currencyCode: 'EUR',
  lines: [{ id: 'cl1', variant: { id: 'v1' }, quantity: 2, unitPrice: money(1990), lineTotal: money(3980) }],
  totalQuantity: 2,
  subtotal: money(3980),
  warnings: [],
  updatedAt: at,
};

const shipment = {
  id: 's1',
  status: 'PENDING',
  lines: [{ sku: 'SKU-1', title: 'Shirt <M> & "more"', quantity: 2 }],
  order: { id: 'o1', access: 'grant', fulfillmentHold: null },
};

/** One product, one cart, one order: enough to see a plan through. */
const RESOLVERS: Record<string, ResolverMap> = {
  catalog: {
    Query: { product: () => product, categories: () => [] },
    Mutation: { productSave: () => ({ product, userErrors: [] }) },
    Product: { __resolveReference: () => product },
    ProductVariant: { __resolveReference: () => variant, product: () => product },
  },
  search: {
    Query: {
      products: () => ({ edges: [], nodes: [{ id: 'p1' }], pageInfo: { hasNextPage: false }, totalCount: 1, facets: [], degraded: false }),
      searchSuggestions: () => [],
    },
  },
  inventory: {
    Query: { stock: () => ({ variantId: 'v1', sku: 'SKU-1', available: 3, reserved: 0, sold: 0, shards: 1 }) },
    Product: { __resolveReference: ({ id }: { id: string }) => ({ id, inStock: true }) },
    ProductVariant: { __resolveReference: ({ id }: { id: string }) => ({ id, availability: { status: 'IN_STOCK', maxOrderQuantity: 3 } }) },
  },
  cart: {
    Query: { cart: () => cart },
    Mutation: { cartCreate: () => ({ cart, userErrors: [] }) },
    Cart: { __resolveReference: () => cart },
  },
  checkout: {
    CheckoutResult: { __resolveType: ({ kind }: { kind: string }) => kind },
    Mutation: {
      checkout: () => ({
        kind: 'CheckoutCompleted',
        attemptId: 'a',
        order: { id: 'o1', access: 'grant' },
        accessToken: 't',
        replayed: false,
      }),
    },
  },
  orders: {
    Query: { order: () => order, orders: () => ({ edges: [], nodes: [order], pageInfo: { hasNextPage: false, hasPreviousPage: false } }) },
    Order: { __resolveReference: () => order },
  },
  payments: {
    Order: {
      __resolveReference: (reference: object) => ({
        ...reference,
        payment: { id: 'pay', status: 'CAPTURED', amount: money(2480), refunded: money(0) },
      }),
    },
  },
  accounts: { Query: { me: () => null }, Mutation: { customerRegister: () => ({ accessToken: 't', userErrors: [] }) } },
  fulfillment: {
    Query: {
      shipment: (_: unknown, { id }: { id: string }) => (id === shipment.id ? shipment : null),
    },
  },
  operations: { Query: { audit: () => ({ checkedAt: at, invariants: 8, rowsChecked: 9, findings: [] }), jobQueues: () => [] } },
};

export type Stubs = {
  transport: Transport;
  /** Every fetch so far: which subgraph was asked, and how. */
  asked: (GraphRequest & { name: string })[];
  /** Runs before a subgraph answers; may throw, wait, or give another answer. */
  before: Record<string, (request: GraphRequest) => unknown>;
};

/** Subgraphs with their real SDL and stub resolvers, behind a real transport; those with an address are elsewhere. */
export function stubSubgraphs(log: Log, urls: Record<string, string> = {}): Stubs {
  const transport = createTransport({ urls, signer: createSigner('a-secret-for-tests-only') });
  const stubs: Stubs = { transport, asked: [], before: {} };
  for (const { name, typeDefs } of readSubgraphs()) {
    if (urls[name]) continue;
    const graph = createGraph(print(typeDefs), { ...vocabularyResolvers, ...RESOLVERS[name] }, () => ({}), log);
    const query = async (request: GraphRequest) => {
      stubs.asked.push({ ...request, name });
      return ((await stubs.before[name]?.(request)) ?? graph(request)) as ReturnType<typeof graph>;
    };
    transport.add({ name, query } as unknown as Running);
  }
  return stubs;
}
