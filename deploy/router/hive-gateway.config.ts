// Generated from topology.ts by `npm run deploy:files`.
import type { GatewayConfigSupergraph } from '@graphql-hive/gateway-runtime';

// Hive Gateway 2.x serves the storefront in place of our gateway (docs/operating.md, "A router that is not ours"):
//   HOLDFAST_ROUTER_TOKEN=$(npm run -s router-token) hive-gateway supergraph --config-path deploy/router/hive-gateway.config.ts
// The admin API: SUPERGRAPH=schema/supergraph.graphql, a token made with `--for admin`, a router of its own that only staff can reach.
const PASSED_ON = ['authorization', 'x-forwarded-for', 'traceparent'];

export function configured(environment: NodeJS.ProcessEnv): GatewayConfigSupergraph {
  const at = (name: string, address: string) => ({ location: `${environment[`${name}_URL`] || address}/graphql` });
  return {
    supergraph: environment.SUPERGRAPH || 'schema/supergraph.storefront.graphql',
    transportEntries: {
      catalog: at('CATALOG', 'http://catalog:4101'),
      search: at('SEARCH', 'http://search:4102'),
      inventory: at('INVENTORY', 'http://inventory:4103'),
      cart: at('CART', 'http://cart:4104'),
      checkout: at('CHECKOUT', 'http://checkout:4105'),
      orders: at('ORDERS', 'http://orders:4106'),
      payments: at('PAYMENTS', 'http://payments:4107'),
      operations: at('OPERATIONS', 'http://operations:4108'),
      accounts: at('ACCOUNTS', 'http://accounts:4109'),
      fulfillment: at('FULFILLMENT', 'http://fulfillment:4110'),
      staff: at('STAFF', 'http://staff:4113'),
      notifications: at('NOTIFICATIONS', 'http://notifications:4111'),
      webhooks: at('WEBHOOKS', 'http://webhooks:4112'),
    },
    propagateHeaders: {
      fromClientToSubgraphs: ({ request: { headers } }) => ({
        ...Object.fromEntries(PASSED_ON.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!]] : []))),
        'x-holdfast-router': environment.HOLDFAST_ROUTER_TOKEN ?? '',
      }),
    },
    // a checkout answers after 5 s at the latest, a cancellation asks the payment provider
    upstreamTimeout: 14_000,
    disableIntrospection: {},
    graphiql: false,
    landingPage: false,
  };
}

export const gatewayConfig = configured(process.env);
