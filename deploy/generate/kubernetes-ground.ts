import type { IConfigMap, INamespace, IServiceAccount } from 'kubernetes-models/v1';
import { addresses, METRICS_PORT } from './parts.ts';

export const NAMESPACE = 'holdfast';
export const DATA_DIR = '/var/lib/holdfast';
export const SECRETS_FOLDER = '/run/secrets/holdfast';
/** Where Prometheus and the collector of traces run. */
export const MONITORING = 'monitoring';

/** How a secret variable is named in the Secret: `ADMIN_API_KEY` is `admin-api-key`. */
export const keyOf = (variable: string): string => variable.toLowerCase().replaceAll('_', '-');

/** Every key that the Secret must have, with a value that shows its form. An empty one counts as not set. */
export const SECRET_KEYS: Record<string, string> = {
  secret: 'at least 32 characters, drawn at random',
  'secret-previous': '',
  'database-url': 'postgres://holdfast:password@postgres.example.com:5432/holdfast',
  'redis-url': 'redis://:password@redis.example.com:6379',
  'admin-api-key': 'at least 16 characters, drawn at random',
  'stripe-secret-key': 'sk_live_...',
  'stripe-webhook-secret': 'whsec_...',
  'smtp-url': 'smtp://user:password@mail.example.com:587',
  'meilisearch-api-key': '',
};

export const labelsOf = (component: string) => ({ 'app.kubernetes.io/name': 'holdfast', 'app.kubernetes.io/component': component });

/** What all parts stand on. */
export const shopWide = (): { namespace: INamespace; serviceAccount: IServiceAccount; config: IConfigMap } => ({
  namespace: {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: NAMESPACE,
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' },
    },
  },
  serviceAccount: {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'holdfast' },
    // nothing of the shop speaks to the cluster
    automountServiceAccountToken: false,
  },
  config: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'holdfast' },
    data: {
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      DATA_DIR,
      METRICS_PORT: String(METRICS_PORT),
      PUBLIC_URL: 'https://shop.example.com',
      STOREFRONT_URL: 'https://www.example.com',
      // without a user: each part signs in with the role of its own, whose password is drawn from SECRET
      DATABASE_URL: 'postgres://postgres.example.com:5432/holdfast',
      TRUST_PROXY: '1',
      INTROSPECTION: 'off',
      CORS_ORIGINS: '',
      KAFKA_BROKERS: '',
      MAIL_FROM: 'Shop <shop@example.com>',
      MAILBOX: 'closed',
      SEED: 'none',
      LOG_LEVEL: 'info',
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
      ...addresses(),
    },
  },
});
