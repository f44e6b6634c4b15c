import { createLog } from '../kit/log.ts';
import { createSigner } from '../kit/sign.ts';
import type { SubgraphConfig } from '../kit/subgraph.ts';
import { contextNames } from '../topology.ts';
import type { Environment } from './environment.ts';
import { keptSecret } from './secrets.ts';
import { SIMULATOR_KEY, simulatorWebhookSecrets } from './simulator.ts';

/** What all processes of one installation share: the log, the secret, and what contexts are configured with. */
export function essentials(config: Environment) {
  const log = createLog(config.logLevel);
  const signer = createSigner(keptSecret(config.dataDir, 'secret', config.secret), config.secretPrevious);
  const adminApiKey = keptSecret(config.dataDir, 'admin-api-key', config.adminApiKey);
  return { log, signer, adminApiKey };
}

export function subgraphConfig(
  config: Environment,
  signer: ReturnType<typeof createSigner>,
  simulatorUrl: string | null,
): Omit<SubgraphConfig, 'queues' | 'adminGraph'> {
  const simulated = !config.stripe.secretKey;
  return {
    currency: config.currency,
    contexts: contextNames,
    holdMinutes: config.holdMinutes,
    checkoutCapacity: config.checkoutCapacity,
    providerCallsPerSecond: config.providerCallsPerSecond,
    terms: config.terms,
    stripe: {
      secretKey: config.stripe.secretKey ?? SIMULATOR_KEY,
      webhookSecrets: simulated ? simulatorWebhookSecrets(signer) : (config.stripe.webhookSecret?.split(',') ?? []),
      apiUrl: simulated ? simulatorUrl : null,
    },
    publicUrl: config.publicUrl ?? `http://127.0.0.1:${config.port ?? 4000}`,
    mail: config.mail,
    webhooksAllowPrivate: config.webhooksAllowPrivate,
    meilisearch: config.meilisearch,
    oidc: config.oidc,
    crashAt: config.crashAt ?? null,
  };
}
