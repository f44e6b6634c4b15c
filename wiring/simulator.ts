import postgres from 'postgres';
import type { Log } from '../kit/log.ts';
import type { Signer } from '../kit/sign.ts';
import { startSimulator } from '../subgraphs/payments/simulator/simulator.ts';

/** It stands for somebody else, so these do not count among the 40 that all our pools stay under. */
const CONNECTIONS = 8;
const NAME = 'stripe_simulator';
/** What an endpoint of ours at Stripe would be set up to receive (docs/operating.md). */
const WEBHOOK_EVENTS = [
  'payment_intent.amount_capturable_updated',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
  'charge.dispute.created',
  'refund.updated',
  'refund.failed',
];
export const SIMULATOR_KEY = 'sk_test_holdfast_simulator';
/** By each secret of the shop that holds; the first is what the simulator signs with. */
export const simulatorWebhookSecrets = (signer: Signer): [string, ...string[]] =>
  signer.signatures('simulator-webhook', '1').map((secret) => `whsec_${secret.replace(/\W/g, '')}`) as [string, ...string[]];

/** The payment provider of those who have none: a database and role of its own, spoken to by HTTP only. */
export async function openSimulator({
  databaseUrl,
  webhookUrl,
  port,
  host,
  signer,
  log,
}: {
  databaseUrl: string;
  webhookUrl?: string;
  port?: number;
  host?: string;
  signer: Signer;
  log: Log;
}) {
  const url = await ownDatabase(databaseUrl, signer.sign('database-role', NAME));
  const sql = postgres(url, { max: CONNECTIONS, onnotice: () => {} });
  const simulator = await startSimulator({
    sql,
    secretKey: SIMULATOR_KEY,
    webhookSecret: simulatorWebhookSecrets(signer)[0],
    webhookEvents: WEBHOOK_EVENTS,
    log,
    ...(port !== undefined && { port }),
    ...(host && { host }),
    ...(webhookUrl && { webhookUrl }),
  });
  const close = async () => {
    await simulator.close();
    await sql.end({ timeout: 5 });
  };
  return { ...simulator, close };
}

async function ownDatabase(databaseUrl: string, password: string): Promise<string> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const { database } = (await admin<{ database: string }[]>`SELECT current_database() AS database`)[0]!;
    const own = `${database}_${NAME}`;
    const role = `holdfast_${NAME}`;
    const [known] = await admin`SELECT 1 AS one FROM pg_roles WHERE rolname = ${role}`;
    await admin.unsafe(`${known ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD '${password}'`);
    const [made] = await admin`SELECT 1 AS one FROM pg_database WHERE datname = ${own}`;
    if (!made) await admin.unsafe(`CREATE DATABASE "${own}" OWNER ${role}`);
    const url = new URL(databaseUrl);
    url.pathname = `/${own}`;
    url.username = role;
    url.password = password;
    return url.toString();
  } finally {
    await admin.end();
  }
}
