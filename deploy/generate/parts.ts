import { type ContextName, contextNames, topology } from '../../topology.ts';

/** What an operator runs as a process of its own: a context, the gateway, or the jobs. */
export type Part = {
  name: string;
  /** Where the others, or the world, ask it; null for the jobs, which nobody asks. */
  port: number | null;
  /** Whom it asks. */
  asks: ContextName[];
  /** Variables that are secret and that it alone, or it and few others, need. */
  secrets: string[];
  /** Ports of the Internet that it talks to: a payment provider, mail servers, receivers of webhooks. */
  outside: number[];
  /** On the way of a purchase or of whoever browses: two of it run from the start. */
  isBusy: boolean;
  /** Among those that are scaled with the load. */
  grows: boolean;
};

export const GATEWAY_PORT = 4000;
/** Of every part, for whoever watches it and whoever asks whether it is well. */
export const METRICS_PORT = 9464;
export const SIMULATOR_PORT = 4199;

const SECRETS: Record<string, string[]> = {
  gateway: ['ADMIN_API_KEY'],
  search: ['MEILISEARCH_API_KEY'],
  payments: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  notifications: ['SMTP_URL'],
};
const HTTPS = 443;
const OUTSIDE: Record<string, number[]> = {
  // live rates and taxes
  checkout: [HTTPS],
  payments: [HTTPS],
  // an issuer of ID tokens
  accounts: [HTTPS],
  webhooks: [HTTPS],
  notifications: [25, 465, 587],
  // Kafka's
  jobs: [9092, 9093],
};
const BUSY = ['gateway', 'jobs', 'catalog', 'search', 'inventory', 'cart', 'checkout', 'orders', 'payments', 'accounts'];
const GROWING = ['gateway', 'catalog', 'inventory', 'cart', 'checkout', 'orders', 'payments'];
/** It plans queries of the admin API itself, for the payloads that receivers have asked for (decision 34). */
const PLANS_ITSELF: ContextName[] = ['webhooks'];

/** Every part that `topology.ts` makes, with whom each asks by the `uses` of its `subgraph.ts`. The simulator is not among them. */
export async function allParts(): Promise<Part[]> {
  const contexts = await Promise.all(
    contextNames.map(async (name) => {
      const { uses } = (await topology[name].load()).default;
      const used = contextNames.filter((other) => other in (uses as object));
      return part(name, topology[name].port, PLANS_ITSELF.includes(name) ? contextNames.filter((other) => other !== name) : used);
    }),
  );
  return [part('gateway', GATEWAY_PORT, contextNames), part('jobs', null, contextNames), ...contexts];
}

const part = (name: string, port: number | null, asks: ContextName[]): Part => ({
  name,
  port,
  asks,
  secrets: SECRETS[name] ?? [],
  outside: OUTSIDE[name] ?? [],
  isBusy: BUSY.includes(name),
  grows: GROWING.includes(name),
});

/** `CART_URL` and so on: where each context is, when every part finds the others by name. */
export const addresses = (): Record<string, string> =>
  Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_URL`, `http://${name}:${topology[name].port}`]));
