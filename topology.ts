import type { Subgraph } from './kit/subgraph.ts';

// biome-ignore lint/suspicious/noExplicitAny: a list of contexts, whatever their own types are
type Entry = { port: number; load: () => Promise<{ default: Subgraph<any, any, any> }> };

/** Every context of the shop: its name, its port when it runs alone, its code. A new one is a folder and a line here. */
export const topology = {
  catalog: { port: 4101, load: () => import('./subgraphs/catalog/subgraph.ts') },
  search: { port: 4102, load: () => import('./subgraphs/search/subgraph.ts') },
  inventory: { port: 4103, load: () => import('./subgraphs/inventory/subgraph.ts') },
  cart: { port: 4104, load: () => import('./subgraphs/cart/subgraph.ts') },
  checkout: { port: 4105, load: () => import('./subgraphs/checkout/subgraph.ts') },
  orders: { port: 4106, load: () => import('./subgraphs/orders/subgraph.ts') },
  payments: { port: 4107, load: () => import('./subgraphs/payments/subgraph.ts') },
  operations: { port: 4108, load: () => import('./subgraphs/operations/subgraph.ts') },
  accounts: { port: 4109, load: () => import('./subgraphs/accounts/subgraph.ts') },
  fulfillment: { port: 4110, load: () => import('./subgraphs/fulfillment/subgraph.ts') },
  staff: { port: 4113, load: () => import('./subgraphs/staff/subgraph.ts') },
  notifications: { port: 4111, load: () => import('./subgraphs/notifications/subgraph.ts') },
  webhooks: { port: 4112, load: () => import('./subgraphs/webhooks/subgraph.ts') },
} satisfies Record<string, Entry>;

export type ContextName = keyof typeof topology;
export const contextNames = Object.keys(topology) as ContextName[];
