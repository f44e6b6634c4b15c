import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IContainer, IPodSpec, IService } from 'kubernetes-models/v1';
import { DATA_DIR, keyOf, labelsOf, SECRETS_FOLDER } from './kubernetes-ground.ts';
import { METRICS_PORT, type Part } from './parts.ts';

/** Of the image's user: a number, because Kubernetes can see of no name that it is not root's. */
const USER = 1000;
/** Whoever is asked to end finishes what is under way, 10 s at most, once no new requests are sent here. */
const ENDS_IN_S = 40;
const UNROUTED_AFTER_S = 5;
const MOST_REPLICAS = 6;

const meta = (name: string) => ({ name, labels: labelsOf(name) });
const selected = (name: string) => ({ matchLabels: labelsOf(name) });

export const deployment = (part: Part): IDeployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: meta(part.name),
  spec: {
    // an autoscaler says how many there are
    ...(!part.grows && { replicas: part.isBusy ? 2 : 1 }),
    revisionHistoryLimit: 5,
    // what a start has held up is worked off before the next is begun
    minReadySeconds: 10,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: selected(part.name),
    template: {
      metadata: {
        labels: labelsOf(part.name),
        annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(METRICS_PORT) },
      },
      spec: {
        ...podOf(['SECRET', 'SECRET_PREVIOUS', 'REDIS_URL', ...part.secrets]),
        terminationGracePeriodSeconds: ENDS_IN_S,
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selected(part.name) },
        ],
        containers: [
          {
            ...containerOf(part.name, ['SECRET', 'SECRET_PREVIOUS', 'REDIS_URL', ...part.secrets]),
            ports: [
              ...(part.port === null ? [] : [{ name: 'http', containerPort: part.port }]),
              { name: 'metrics', containerPort: METRICS_PORT },
            ],
            ...probes(part),
            lifecycle: { preStop: { exec: { command: ['sleep', String(UNROUTED_AFTER_S)] } } },
            resources:
              part.name === 'gateway'
                ? { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } }
                : { requests: { cpu: part.isBusy ? '250m' : '50m', memory: '256Mi' }, limits: { memory: '512Mi' } },
          },
        ],
      },
    },
  },
});

/** A new version's, before any part of it is started. It alone opens the database as its owner. */
export const migration = (): IJob => oneOff('migrate', ['migrate'], ['SECRET', 'SECRET_PREVIOUS', 'DATABASE_URL']);

/** Any other command of `main.ts`: for a reader, who puts their own in the place of `audit`. */
export const command = (): IJob =>
  oneOff('command', ['audit'], ['SECRET', 'SECRET_PREVIOUS', 'DATABASE_URL', 'REDIS_URL', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']);

const oneOff = (name: string, args: string[], secrets: string[]): IJob => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: meta(name),
  spec: {
    // a migration may find the database away; any other command is tried once, and its answer looked at
    backoffLimit: name === 'migrate' ? 3 : 0,
    activeDeadlineSeconds: 1_800,
    // what is gone need not be deleted before the next version's
    ttlSecondsAfterFinished: 3_600,
    template: {
      metadata: { labels: labelsOf(name) },
      spec: {
        ...podOf(secrets),
        restartPolicy: 'Never',
        containers: [
          {
            ...containerOf(name, secrets),
            args,
            // the address in the ConfigMap is for those who have a role of their own
            env: [{ name: 'DATABASE_URL', value: '' }, ...filed(secrets)],
            resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
          },
        ],
      },
    },
  },
});

export const service = ({ name }: Part, port: number): IService => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(name),
  spec: { selector: labelsOf(name), ports: [{ name: 'http', port, targetPort: 'http' }] },
});

export const disruptionBudget = ({ name }: Part): IPodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: meta(name),
  spec: { maxUnavailable: 1, selector: selected(name) },
});

export const autoscaler = ({ name }: Part): IHorizontalPodAutoscaler => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: meta(name),
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: 2,
    maxReplicas: MOST_REPLICAS,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    behavior: { scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  },
});

const podOf = (secrets: string[]): Omit<IPodSpec, 'containers'> => ({
  serviceAccountName: 'holdfast',
  automountServiceAccountToken: false,
  // else the cluster puts an address and a port of each service into the environment
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: USER,
    runAsGroup: USER,
    fsGroup: USER,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  volumes: [
    { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
    { name: 'data', emptyDir: { sizeLimit: '64Mi' } },
    {
      name: 'secrets',
      secret: {
        secretName: 'holdfast',
        defaultMode: 0o440,
        items: secrets.map((variable) => ({ key: keyOf(variable), path: keyOf(variable) })),
      },
    },
  ],
});

const filed = (secrets: string[]) =>
  secrets.map((variable) => ({ name: `${variable}_FILE`, value: `${SECRETS_FOLDER}/${keyOf(variable)}` }));

const containerOf = (name: string, secrets: string[]): IContainer => ({
  name,
  image: 'holdfast',
  args: [name],
  envFrom: [{ configMapRef: { name: 'holdfast' } }],
  env: filed(secrets),
  volumeMounts: [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'data', mountPath: DATA_DIR },
    { name: 'secrets', mountPath: SECRETS_FOLDER, readOnly: true },
  ],
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
});

/**
 * Alive: it answers at all. Ready: it can do its work. Of the gateway both are the same: without a context it serves what the others
 * know, and taking every gateway out for the want of one would close the shop.
 */
function probes({ name, port }: Part): Pick<IContainer, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const at = (path: string, where: string) => ({ httpGet: { path, port: where }, timeoutSeconds: 5 });
  const own = port === null ? 'metrics' : 'http';
  const ready = name === 'gateway' ? at('/healthz', 'http') : at('/readyz', 'metrics');
  return {
    startupProbe: { ...at('/healthz', own), periodSeconds: 2, failureThreshold: 60 },
    readinessProbe: { ...ready, periodSeconds: 5, failureThreshold: 2 },
    livenessProbe: { ...at('/healthz', own), periodSeconds: 10, failureThreshold: 6 },
  };
}
