import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1';
import type { ISecret } from 'kubernetes-models/v1';
import { stringify } from 'yaml';
import { NAMESPACE, SECRET_KEYS, shopWide } from './kubernetes-ground.ts';
import { networkPolicies } from './kubernetes-network.ts';
import { GATEWAY_PORT, type Part } from './parts.ts';
import { autoscaler, command, deployment, disruptionBudget, migration, service } from './kubernetes-workloads.ts';

const HEAD = '# Generated from topology.ts by `npm run deploy:files`.\n';
const written = (...documents: object[]) =>
  HEAD + documents.map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');

/** Every file under `deploy/kubernetes`, by its name there. */
export function kubernetesFiles(parts: Part[]): Record<string, string> {
  const ground = shopWide();
  const ofParts = Object.fromEntries(parts.map((part) => [`parts/${part.name}.yaml`, written(...workload(part))]));
  const common = { 'namespace.yaml': ground.namespace, 'config.yaml': ground.config, 'service-account.yaml': ground.serviceAccount };
  return {
    ...Object.fromEntries(Object.entries(common).map(([name, document]) => [name, written(document)])),
    'network-policies.yaml': written(...networkPolicies(parts)),
    ...ofParts,
    'kustomization.yaml': written(kustomization([...Object.keys(common), 'network-policies.yaml', ...Object.keys(ofParts)])),
    'migrate/job.yaml': written(migration()),
    'migrate/kustomization.yaml': written(kustomization(['job.yaml'])),
    'command.example.yaml': written(inNamespace(command())),
    'secret.example.yaml': written(exampleSecret()),
    'ingress.example.yaml': written(exampleIngress()),
  };
}

/** For what is applied by itself, and not by a kustomization that says it for all. */
const inNamespace = <T extends { metadata?: object }>(manifest: T) => ({
  ...manifest,
  metadata: { ...manifest.metadata, namespace: NAMESPACE },
});

const workload = (part: Part): object[] => [
  deployment(part),
  ...(part.port === null ? [] : [service(part, part.port)]),
  ...(part.isBusy ? [disruptionBudget(part)] : []),
  ...(part.grows ? [autoscaler(part)] : []),
];

const kustomization = (resources: string[]) => ({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  namespace: NAMESPACE,
  resources,
  images: [{ name: 'holdfast', newName: 'registry.example.com/holdfast', newTag: '0.1.0' }],
});

const exampleSecret = (): ISecret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'holdfast', namespace: NAMESPACE },
  type: 'Opaque',
  stringData: SECRET_KEYS,
});

const exampleIngress = (): IIngress => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'shop', namespace: NAMESPACE },
  spec: {
    tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
    rules: [
      {
        host: 'shop.example.com',
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'gateway', port: { number: GATEWAY_PORT } } } }] },
      },
    ],
  },
});
