import { stringify } from 'yaml';
import { LIMITS } from '../../gateway/limits.ts';
import { contextNames, topology } from '../../topology.ts';
import { labelsOf } from './kubernetes-ground.ts';

/** By which a router says that it may ask (gateway/foreign-router.ts), and what it passes on of its client's. */
const TOKEN_HEADER = 'x-holdfast-router';
const PASSED_ON = ['authorization', 'x-forwarded-for', 'traceparent'];
const BODY_LIMIT = 100_000;

/** Configurations under `deploy/router` by which routers that are not ours serve the committed supergraph. */
export const routerFiles = (): Record<string, string> => ({
  'apollo-router.yaml': apolloRouter(),
  'hive-gateway.config.ts': hiveGateway(),
  'network-policy.yaml': networkPolicy(),
});

const address = (name: keyof typeof topology) => `http://${name}:${topology[name].port}`;

const apolloRouter = () => `# Generated from topology.ts by \`npm run deploy:files\`.
# Apollo Router 2.x serves the storefront in place of our gateway (docs/operating.md, "A router that is not ours"):
#   HOLDFAST_ROUTER_TOKEN=$(npm run -s router-token) router --supergraph schema/supergraph.storefront.graphql --config deploy/router/apollo-router.yaml
# The admin API: schema/supergraph.graphql, a token made with \`--for admin\`, a router of its own that only staff can reach.
${stringify(
  {
    supergraph: { listen: '0.0.0.0:4000', path: '/graphql', introspection: false },
    homepage: { enabled: false },
    sandbox: { enabled: false },
    health_check: { enabled: true, listen: '0.0.0.0:8088' },
    override_subgraph_url: Object.fromEntries(contextNames.map((name) => [name, `${address(name)}/graphql`])),
    headers: {
      all: {
        request: [
          { insert: { name: TOKEN_HEADER, value: `\${env.HOLDFAST_ROUTER_TOKEN}` } },
          ...PASSED_ON.map((named) => ({ propagate: { named } })),
        ],
      },
    },
    // subgraphs mask what nobody should see, and their codes are what clients go by
    include_subgraph_errors: { all: true },
    limits: { http_max_request_bytes: BODY_LIMIT, parser_max_tokens: LIMITS.tokens, parser_max_recursion: 200 },
    // a checkout answers after 5 s at the latest, a cancellation asks the payment provider
    traffic_shaping: { router: { timeout: '16s' }, all: { timeout: '14s' } },
    cors: { policies: [{ origins: ['https://www.example.com'] }] },
  },
  { lineWidth: 0 },
)}`;

const hiveGateway = () => `// Generated from topology.ts by \`npm run deploy:files\`.
import type { GatewayConfigSupergraph } from '@graphql-hive/gateway-runtime';

// Hive Gateway 2.x serves the storefront in place of our gateway (docs/operating.md, "A router that is not ours"):
//   HOLDFAST_ROUTER_TOKEN=$(npm run -s router-token) hive-gateway supergraph --config-path deploy/router/hive-gateway.config.ts
// The admin API: SUPERGRAPH=schema/supergraph.graphql, a token made with \`--for admin\`, a router of its own that only staff can reach.
const PASSED_ON = ${JSON.stringify(PASSED_ON).replaceAll('"', "'").replaceAll(',', ', ')};

export function configured(environment: NodeJS.ProcessEnv): GatewayConfigSupergraph {
  const at = (name: string, address: string) => ({ location: \`\${environment[\`\${name}_URL\`] || address}/graphql\` });
  return {
    supergraph: environment.SUPERGRAPH || 'schema/supergraph.storefront.graphql',
    transportEntries: {
${contextNames.map((name) => `      ${name}: at('${name.toUpperCase()}', '${address(name)}'),`).join('\n')}
    },
    propagateHeaders: {
      fromClientToSubgraphs: ({ request: { headers } }) => ({
        ...Object.fromEntries(PASSED_ON.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!]] : []))),
        '${TOKEN_HEADER}': environment.HOLDFAST_ROUTER_TOKEN ?? '',
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
`;

/** For a router in the cluster, beside deploy/kubernetes: every context lets it in, and nobody else. */
function networkPolicy(): string {
  const contexts = contextNames.map((name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `router-to-${name}`, namespace: 'holdfast' },
    spec: {
      podSelector: { matchLabels: labelsOf(name) },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: labelsOf('router') } }], ports: [{ protocol: 'TCP', port: topology[name].port }] }],
    },
  }));
  const router = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'all-to-router-to-contexts', namespace: 'holdfast' },
    spec: {
      podSelector: { matchLabels: labelsOf('router') },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 4000 }] }],
      egress: contextNames.map((name) => ({
        to: [{ podSelector: { matchLabels: labelsOf(name) } }],
        ports: [{ protocol: 'TCP', port: topology[name].port }],
      })),
    },
  };
  return `# Generated from topology.ts by \`npm run deploy:files\`.\n${[router, ...contexts].map((document) => stringify(document, { lineWidth: 0 })).join('---\n')}`;
}
