import { readdirSync, readFileSync } from 'node:fs';
import { Deployment, type IDeployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler, type IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { type IJob, Job } from 'kubernetes-models/batch/v1';
import { Ingress, type INetworkPolicy, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { type IPodDisruptionBudget, PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import {
  ConfigMap,
  type IConfigMap,
  type IContainer,
  type ISecret,
  type IService,
  Namespace,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type ContextName, contextNames, topology } from '../topology.ts';
import { poolsOf } from '../wiring/sale/pools.ts';
import { readConfig, VARIABLE_NAMES } from '../wiring/environment.ts';

type Manifest = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };
type Labels = Record<string, string>;

const FOLDER = new URL('./kubernetes/', import.meta.url);
const ROUTER = new URL('./router/network-policy.yaml', import.meta.url);
const read = (file: URL): Manifest[] => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
const manifests = names.flatMap((file) => read(new URL(file, FOLDER)).map((manifest) => ({ file, manifest })));
const all = <T>(kind: string) => manifests.flatMap(({ manifest }) => (manifest.kind === kind ? [manifest as unknown as T] : []));

const deployments = new Map(all<IDeployment>('Deployment').map((it) => [it.metadata!.name!, it]));
const job = all<IJob>('Job').find(({ metadata }) => metadata!.name === 'migrate');
const [config] = all<IConfigMap>('ConfigMap');
const [secret] = all<ISecret>('Secret');
const pods = [...[...deployments].map(([name, { spec }]) => [name, spec!.template] as const), ['migrate', job!.spec!.template] as const];
const containerOf = (name: string): IContainer => pods.find(([pod]) => pod === name)![1].spec!.containers[0]!;
const PARTS = ['gateway', 'jobs', ...contextNames];
/** For a reader, and to be changed: not among what `kubectl apply -k` brings. */
const isExample = (file: string) => file.endsWith('.example.yaml');
const BESIDE = ['NODE_ENV', 'METRICS_PORT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

describe('deploy/kubernetes', () => {
  const KINDS = {
    Deployment,
    HorizontalPodAutoscaler,
    Job,
    Ingress,
    NetworkPolicy,
    PodDisruptionBudget,
    ConfigMap,
    Namespace,
    Secret,
    Service,
    ServiceAccount,
  };
  type Validated = new (data: never) => { validate(): void };

  test.each(
    manifests.filter(({ manifest }) => manifest.kind !== 'Kustomization').map(({ file, manifest }) => [file, manifest.kind, manifest]),
  )('%s: the %s is what the API takes', (_, kind, manifest) => {
    const Kind = KINDS[kind as keyof typeof KINDS] as unknown as Validated & { apiVersion: string };
    const { apiVersion, kind: __, ...rest } = manifest as Manifest;
    const made = new Kind(rest as never);
    expect((made as unknown as Manifest).apiVersion).toBe(apiVersion);
    made.validate();
  });

  test('what the API does not take would be noticed', () => {
    const { apiVersion: _, kind: __, ...broken } = structuredClone(deployments.get('cart')!) as IDeployment & Manifest;
    broken.spec!.template.spec!.containers[0]!.ports![0]!.containerPort = 'http' as never;
    expect(() => new Deployment(broken).validate()).toThrow('containerPort must be integer');
  });

  test('brings every manifest by its kustomizations, but for the examples', () => {
    const listed = ['kustomization.yaml', 'migrate/kustomization.yaml'].flatMap((file) => {
      const { resources } = read(new URL(file, FOLDER))[0] as unknown as { resources: string[] };
      return resources.map((name) => file.replace('kustomization.yaml', name));
    });
    expect(listed.sort()).toEqual(names.filter((file) => !isExample(file) && !file.endsWith('kustomization.yaml')).sort());
  });

  test('has a Deployment for every part, and runs it', () => {
    expect([...deployments.keys()].sort()).toEqual([...PARTS].sort());
    for (const [name] of pods) expect(containerOf(name)).toMatchObject({ name, image: 'holdfast', args: [name] });
  });

  test('finds every context where it listens', () => {
    const services = new Map(all<IService>('Service').map((it) => [it.metadata!.name!, it.spec!]));
    expect([...services.keys()].sort()).toEqual(PARTS.filter((name) => name !== 'jobs').sort());
    for (const [name, { selector, ports }] of services) {
      const wanted = name === 'gateway' ? 4000 : topology[name as ContextName].port;
      expect(ports, name).toEqual([{ name: 'http', port: wanted, targetPort: 'http' }]);
      expect(selector).toEqual(deployments.get(name)!.spec!.template.metadata!.labels);
      expect(containerOf(name).ports).toContainEqual({ name: 'http', containerPort: wanted });
    }
    for (const name of contextNames) expect(config!.data![`${name.toUpperCase()}_URL`]).toBe(`http://${name}:${topology[name].port}`);
  });

  test.each(PARTS.map((name) => [name]))('%s is selected by what is about it, and by nothing else', (name) => {
    const { selector, template, strategy, replicas } = deployments.get(name)!.spec!;
    expect(selector.matchLabels).toEqual(template.metadata!.labels);
    expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
    const scaler = all<IHorizontalPodAutoscaler>('HorizontalPodAutoscaler').find(({ spec }) => spec!.scaleTargetRef.name === name);
    expect(replicas === undefined, 'either a number or an autoscaler says how many there are').toBe(scaler !== undefined);
    const budget = all<IPodDisruptionBudget>('PodDisruptionBudget').find(({ metadata }) => metadata!.name === name);
    if (budget) expect(budget.spec!.selector!.matchLabels).toEqual(selector.matchLabels);
    expect((replicas ?? scaler!.spec!.minReplicas!) > 1, 'a budget is for what there is more than one of').toBe(budget !== undefined);
  });

  test('the gateway and what a purchase asks grow with the load, and all connections together fit one server', async () => {
    const scalers = all<IHorizontalPodAutoscaler>('HorizontalPodAutoscaler').map(({ metadata, spec }) => [metadata!.name!, spec!] as const);
    const { buying } = await poolsOf(null, null);
    // who signs in is seldom on the way
    expect(scalers.map(([name]) => name)).toEqual(expect.arrayContaining(['gateway', ...buying.filter((name) => name !== 'accounts')]));
    const { most } = await poolsOf(Math.max(...scalers.map(([, { maxReplicas }]) => maxReplicas)), 6);
    // what docs/operating.md tells to set max_connections to, with room for the second of those that do not grow
    expect(most).toBeLessThan(300);
  });
});

describe('a pod', () => {
  test.each(pods)('%s runs without rights, on a root that is read-only, without an account of the cluster', (name, { spec }) => {
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      serviceAccountName: 'holdfast',
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const { securityContext, volumeMounts, resources } = containerOf(name);
    expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expect(volumeMounts!.filter(({ readOnly }) => !readOnly).map(({ mountPath }) => mountPath)).toEqual(['/tmp', config!.data!.DATA_DIR]);
    expect(volumeMounts!.map((mount) => mount.name).sort()).toEqual(spec!.volumes!.map((volume) => volume.name).sort());
    expect([resources!.requests, resources!.limits]).toEqual([
      { cpu: expect.any(String), memory: expect.any(String) },
      { memory: expect.any(String) },
    ]);
  });

  test.each(pods)('%s finds a configuration that it takes, and secrets that are there', (name, { spec }) => {
    const { env = [], envFrom, volumeMounts } = containerOf(name);
    expect(envFrom).toEqual([{ configMapRef: { name: 'holdfast' } }]);
    const environment: Record<string, string> = {
      ...config!.data,
      ...Object.fromEntries(env.map(({ name: variable, value }) => [variable, value!])),
    };
    const { items, secretName } = spec!.volumes!.find((volume) => volume.secret)!.secret!;
    expect(secretName).toBe(secret!.metadata!.name);
    const folder = volumeMounts!.find((mount) => mount.name === 'secrets')!.mountPath;
    const filed = Object.entries(environment).filter(([variable]) => variable.endsWith('_FILE'));
    expect(filed.map(([, file]) => file).sort()).toEqual(items!.map(({ path }) => `${folder}/${path}`).sort());
    for (const { key, path } of items!) expect(secret!.stringData![key], path).toBeDefined();
    const unknown = Object.keys(environment).filter(
      (variable) => !VARIABLE_NAMES.includes(variable.replace(/_FILE$/, '')) && !BESIDE.includes(variable),
    );
    expect(unknown).toEqual([]);
    const plain = Object.fromEntries(Object.entries(environment).filter(([variable]) => !variable.endsWith('_FILE')));
    expect(() =>
      readConfig({ ...plain, ...(name === 'migrate' && { DATABASE_URL: 'postgres://owner:password@postgres:5432/holdfast' }) }),
    ).not.toThrow();
  });

  test('a secret is given to nobody who does not need it', () => {
    const holders = (variable: string) =>
      pods.filter(([name]) => containerOf(name).env!.some((it) => it.name === `${variable}_FILE`)).map(([name]) => name);
    expect(holders('SECRET').length).toBe(pods.length);
    expect(holders('DATABASE_URL')).toEqual(['migrate']);
    expect(new URL(config!.data!.DATABASE_URL!)).toMatchObject({ username: '', password: '' });
    expect(holders('ADMIN_API_KEY')).toEqual(['gateway']);
    expect(holders('STRIPE_SECRET_KEY')).toEqual(['payments']);
    expect(holders('STRIPE_WEBHOOK_SECRET')).toEqual(['payments']);
    expect(holders('SMTP_URL')).toEqual(['notifications']);
    expect(Object.keys(config!.data!).filter((variable) => /SECRET|KEY|PASSWORD|TOKEN/.test(variable))).toEqual([]);
  });

  test.each(PARTS.map((name) => [name]))('%s is asked whether it is alive and ready at ports that it has, and ends in order', (name) => {
    const { startupProbe, livenessProbe, readinessProbe, lifecycle, ports } = containerOf(name);
    for (const probe of [startupProbe, livenessProbe, readinessProbe])
      expect(ports!.map((port) => port.name)).toContain(probe!.httpGet!.port);
    expect([startupProbe!.httpGet!.path, livenessProbe!.httpGet!.path]).toEqual(['/healthz', '/healthz']);
    // one context that is away must not take out every gateway
    expect(readinessProbe!.httpGet!.path).toBe(name === 'gateway' ? '/healthz' : '/readyz');
    expect(ports).toContainEqual({ name: 'metrics', containerPort: Number(config!.data!.METRICS_PORT) });
    const waits = Number((lifecycle!.preStop!.exec!.command as string[])[1]);
    // 10 s are what is under way given at most, once we are asked to end
    expect(deployments.get(name)!.spec!.template.spec!.terminationGracePeriodSeconds! - waits).toBeGreaterThan(20);
  });
});

describe('who may speak to whom', () => {
  const own = all<INetworkPolicy>('NetworkPolicy');
  const withRouter = [...own, ...(read(ROUTER) as unknown as INetworkPolicy[])];
  const labelsOf = (component: string): Labels => ({ 'app.kubernetes.io/name': 'holdfast', 'app.kubernetes.io/component': component });
  type Selector = { matchLabels?: Labels; matchExpressions?: unknown[] };
  const selects = (selector: Selector | undefined, component: string): boolean =>
    !selector?.matchExpressions && Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labelsOf(component)[key] === value);
  type Peer = { podSelector?: Selector; namespaceSelector?: unknown; ipBlock?: unknown };

  /** As a network plug-in would decide between two pods of the namespace: both sides must let it pass. */
  function passes(policies: INetworkPolicy[], from: string, to: string, port: number): boolean {
    const side = (direction: 'Ingress' | 'Egress', here: string, there: string) => {
      const about = policies.filter(({ spec }) => selects(spec!.podSelector as Selector, here) && spec!.policyTypes!.includes(direction));
      if (about.length === 0) return true;
      const rules = about.flatMap(({ spec }) =>
        direction === 'Ingress'
          ? (spec!.ingress ?? []).map(({ from: peers, ports }) => ({ peers, ports }))
          : (spec!.egress ?? []).map(({ to: peers, ports }) => ({ peers, ports })),
      );
      return rules.some(
        ({ peers, ports }) =>
          (ports === undefined || ports.some((it) => it.port === port)) &&
          (peers === undefined ||
            (peers as Peer[]).some((peer) => peer.podSelector && !peer.namespaceSelector && selects(peer.podSelector, there))),
      );
    };
    return side('Egress', from, to) && side('Ingress', to, from);
  }
  const portOf = (name: string) => (name === 'gateway' ? 4000 : topology[name as ContextName].port);
  const matrix = (policies: INetworkPolicy[], from: string) =>
    ['gateway', ...contextNames].filter((to) => to !== from && passes(policies, from, to, portOf(to)));

  test.each(contextNames.map((name) => [name]))('%s reaches whom its subgraph.ts uses, and nobody else', async (name) => {
    const { uses } = (await topology[name].load()).default;
    // webhooks plans queries of the admin API itself, whoever answers them
    const wanted =
      name === 'webhooks' ? contextNames.filter((other) => other !== name) : contextNames.filter((other) => other in (uses as object));
    expect(matrix(own, name)).toEqual(wanted);
  });

  test('the gateway and the jobs reach every context; a migration, or a pod that nobody has named, reaches none', () => {
    expect(matrix(own, 'gateway')).toEqual([...contextNames]);
    expect(matrix(own, 'jobs')).toEqual([...contextNames]);
    for (const stranger of ['migrate', 'command', 'stranger', 'router']) expect(matrix(own, stranger), stranger).toEqual([]);
  });

  test('a router that is not ours reaches every context once its policies are there, and nobody gains by that', () => {
    expect(matrix(withRouter, 'router')).toEqual([...contextNames]);
    for (const name of [...PARTS, 'migrate', 'stranger']) expect(matrix(withRouter, name), name).toEqual(matrix(own, name));
  });

  test('from outside the namespace only the gateway is open, and metrics to who watches', () => {
    const open = own.flatMap(({ metadata, spec }) =>
      (spec!.ingress ?? []).flatMap(({ from, ports }) =>
        from === undefined || (from as Peer[]).some((peer) => peer.namespaceSelector)
          ? [[metadata!.name, ports!.map(({ port }) => port)]]
          : [],
      ),
    );
    expect(open).toEqual([
      ['prometheus-to-all', [9464]],
      ['all-to-gateway', [4000]],
    ]);
  });

  test('the Internet is reached by those who have business there, and addresses of the cluster are not in it', () => {
    const outside = own.filter(({ spec }) => JSON.stringify(spec!.egress ?? []).includes('0.0.0.0/0'));
    expect(outside.map(({ metadata }) => metadata!.name).sort()).toEqual([
      'from-accounts',
      'from-checkout',
      'from-command',
      'from-notifications',
      'from-payments',
      'from-webhooks',
    ]);
    for (const { spec } of outside) expect(JSON.stringify(spec)).toContain('"except":["10.0.0.0/8","172.16.0.0/12","192.168.0.0/16"');
  });
});
