import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { contextNames } from '../../topology.ts';
import { labelsOf, MONITORING } from './kubernetes-ground.ts';
import { METRICS_PORT, type Part } from './parts.ts';

type Spec = NonNullable<INetworkPolicy['spec']>;
type Egress = NonNullable<Spec['egress']>[number];

const policy = (name: string, component: string | null, spec: Omit<Spec, 'podSelector'>): INetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name },
  spec: { podSelector: component === null ? {} : { matchLabels: labelsOf(component) }, ...spec },
});
const pods = (component: string) => ({ podSelector: { matchLabels: labelsOf(component) } });
const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP' as const, port }));

const POSTGRES = 5432;
const REDIS = 6379;
const MEILISEARCH = 7700;
const TRACES = 4318;
/** Of the cluster's own networks, as far as one can know them beforehand: what is outside is not there. */
const INSIDE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'];

const toInternet = (...ports: number[]): Egress => ({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: INSIDE } }], ports: tcp(...ports) });

/**
 * Nobody speaks to anybody, but: all to the database, to Redis, to the collector of traces and to who resolves names; each part to whom
 * it asks; Prometheus to each. Whoever is asked lets in exactly those who ask. The gateway alone is open to others.
 */
export const networkPolicies = (parts: Part[]): INetworkPolicy[] => [
  policy('nobody-to-nobody', null, { policyTypes: ['Ingress', 'Egress'] }),
  policy('all-to-what-they-stand-on', null, {
    policyTypes: ['Egress'],
    egress: [
      { to: [namespace('kube-system')], ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] },
      { to: [namespace(MONITORING)], ports: tcp(TRACES) },
      // wherever they are: put the addresses of your own here
      { ports: tcp(POSTGRES, REDIS) },
    ],
  }),
  policy('prometheus-to-all', null, { policyTypes: ['Ingress'], ingress: [{ from: [namespace(MONITORING)], ports: tcp(METRICS_PORT) }] }),
  policy('all-to-gateway', 'gateway', { policyTypes: ['Ingress'], ingress: [{ ports: tcp(portOf('gateway', parts)) }] }),
  // a one-off command may have to ask the payment provider
  policy('from-command', 'command', { policyTypes: ['Egress'], egress: [toInternet(443)] }),
  ...contextNames.map((name) =>
    policy(`to-${name}`, name, {
      policyTypes: ['Ingress'],
      ingress: [{ from: parts.filter(({ asks }) => asks.includes(name)).map((part) => pods(part.name)), ports: tcp(portOf(name, parts)) }],
    }),
  ),
  ...parts.flatMap((part) => {
    const egress = [...part.asks.map((asked) => ({ to: [pods(asked)], ports: tcp(portOf(asked, parts)) })), ...beyond(part)];
    return egress.length > 0 ? [policy(`from-${part.name}`, part.name, { policyTypes: ['Egress'], egress })] : [];
  }),
];

const portOf = (name: string, parts: Part[]): number => parts.find((part) => part.name === name)!.port!;

/** `search` may have an engine of its own; jobs may tell Kafka, which like it may be in the cluster or not. */
function beyond({ name, outside }: Part): Egress[] {
  if (name === 'search') return [{ ports: tcp(MEILISEARCH) }];
  if (name === 'jobs') return [{ ports: tcp(...outside) }];
  return outside.length > 0 ? [toInternet(...outside)] : [];
}
