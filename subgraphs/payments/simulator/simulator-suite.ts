import Stripe from 'stripe';
import { testDatabase } from '../../../kit/testing/database.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';

export const SECRET_KEY = 'sk_test_simulator';
export const WEBHOOK_SECRET = 'whsec_simulator';
/** How long a poll may take on a busy machine. */
export const PATIENTLY = { timeout: 15_000 };

/** A simulator with a database of its own and the real SDK pointed at it; `restart` starts it anew on the same ledger. */
export async function simulatorSuite(options: Partial<SimulatorOptions> = {}) {
  const database = await testDatabase('stripe_simulator');
  const start = (more: Partial<SimulatorOptions> = {}) =>
    startSimulator({
      sql: database.sql,
      secretKey: SECRET_KEY,
      webhookSecret: WEBHOOK_SECRET,
      webhookRetryMs: 20,
      ...options,
      ...more,
    });
  let simulator: Simulator = await start();
  const suite = {
    sql: database.sql,
    stripe: sdkFor(simulator.url),
    url: () => simulator.url,
    simulator: () => simulator,
    restart: async (more: Partial<SimulatorOptions> = {}) => {
      await simulator.close();
      simulator = await start(more);
      suite.stripe = sdkFor(simulator.url);
    },
    /** A request the SDK has no method for, or would not send. */
    request: (method: string, path: string, body?: string | object, headers: Record<string, string> = {}) =>
      fetch(`${simulator.url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${SECRET_KEY}`,
          'content-type': typeof body === 'object' ? 'application/json' : 'application/x-www-form-urlencoded',
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'object' ? JSON.stringify(body) : body }),
      }),
    end: async () => {
      await simulator.close();
      await database.drop();
    },
  };
  return suite;
}

/** The real SDK, without retries, so that a test sees what was answered first. */
export function sdkFor(url: string, options: { timeout?: number; maxNetworkRetries?: number } = {}): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(SECRET_KEY, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, ...options });
}

/** The error an SDK call was refused with; fails when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error(`expected Stripe to refuse, got ${String(outcome)}`);
}

/** Parameters of an ordinary card payment of 20.00. */
export const CARD_PAYMENT = { amount: 2000, currency: 'eur', payment_method_types: ['card'] };
