import postgres, { type Sql } from 'postgres';
import type Stripe from 'stripe';
import { testDatabase } from '../../../kit/testing/database.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { testConfig, testSubgraph } from '../../../schema/testing/subgraph.ts';
import type { AuthorizeInput } from '../open-payment.ts';
import { FACTS, transition } from '../payment.ts';
import type { PaymentStatus } from '../contract.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { stripeClient, type StripeSettings } from '../stripe.ts';
import subgraph from '../subgraph.ts';
import { anotherProcess } from './process.ts';

const SECRETS = ['whsec_current', 'whsec_previous'];

type Options = Pick<StripeSettings, 'timeoutMs' | 'guard'>;
/** Tests order faults by the dozen, and have no time to be careful with a provider on the same machine afterwards. */
const IMPATIENT: Options['guard'] = { leastPerSecond: 500, openMs: 100 };

/** The payments context on a database of its own, with the simulator as its provider. */
export async function startShop({ timeoutMs, guard = IMPATIENT }: Options = {}) {
  const books = await testDatabase('simulator');
  const { secretKey } = testConfig.stripe;
  const startProvider = (port = 0) =>
    startSimulator({ sql: books.sql, port, secretKey, webhookSecret: SECRETS[0]!, webhookRetryMs: 20, refundSettleMs: 20 });
  let simulator = await startProvider();
  const { url } = simulator;
  const port = Number(new URL(url).port);
  const stripe = stripeClient({ secretKey, apiUrl: url });
  const settings = { secretKey, webhookSecrets: SECRETS, apiUrl: url, guard, ...(timeoutMs && { timeoutMs }) };
  const context = await testSubgraph(subgraph, { config: { stripe: settings } });
  const { ask } = context;
  const sql = postgres(context.url, { max: 3, connection: { search_path: 'payments, public' }, onnotice: () => {} });

  const helper = async (path: string, body: object, method = 'POST') => {
    const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
    const response = await fetch(url + path, { method, headers, ...(method === 'POST' && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const post = async (path: string, body: object, method = 'POST') => (await helper(path, body, method)) as { data: Totals[] };
  return {
    ...context,
    sql,
    stripe,
    simulatorPort: port,
    books: books.sql,
    /** The provider goes away, and comes back under the same address with the same books. */
    stopProvider: () => simulator.close(),
    startProvider: async () => {
      simulator = await startProvider(port);
    },
    /** Posts events here from now on; nowhere when absent. */
    setWebhookUrl: (to: string | undefined) => simulator.setWebhookUrl(to),
    /** Another process of this context; its provider port is the product's own, unless told otherwise. */
    anotherProcess: (options: Options = {}) => anotherProcess(context.url, { secretKey, apiUrl: url, ...options }),
    /** Spoils the next `times` requests whose path matches. */
    fault: (kind: string, path: string, times = 1, ms = 60_000) => post('/v1/test_helpers/faults', { match: { path }, kind, times, ms }),
    /** How often faults of this kind have struck so far. */
    hits: async (kind: string) =>
      ((await helper('/v1/test_helpers/faults', {}, 'GET')) as { hits: Record<string, number> }).hits[kind] ?? 0,
    /** The provider answers 429 beyond so many requests a second; `liftRateLimit` says how many it has turned away. */
    limitRate: (perSecond: number) => helper('/v1/test_helpers/rate_limit', { perSecond }),
    liftRateLimit: async () => ((await helper('/v1/test_helpers/rate_limit', {}, 'DELETE')) as { refused: number }).refused,
    /** Answers the faults that were ordered and have not happened. */
    faultsLeft: async () => (await post('/v1/test_helpers/faults', {}, 'GET')).data.length,
    healAll: () => post('/v1/test_helpers/faults', {}, 'DELETE'),
    authenticate: async (paymentId: string, outcome: 'succeeded' | 'failed') =>
      post(`/v1/test_helpers/payment_intents/${(await paymentOf(paymentId)).provider_intent_id}/authenticate`, { outcome }),
    totals: async (orderId: string) => (await post(`/v1/test_helpers/ledger?order_id=${orderId}`, {}, 'GET')).data[0],
    intentOf: async (paymentId: string) => stripe.paymentIntents.retrieve((await paymentOf(paymentId)).provider_intent_id),
    payment: paymentOf,
    history: async (paymentId: string) =>
      (await sql<{ to_status: string }[]>`SELECT to_status FROM payment_transitions WHERE payment_id = ${paymentId} ORDER BY seq`).map(
        (row) => row.to_status,
      ),
    brokenHistories: () => brokenHistories(sql),
    /** A captured payment. */
    paid: async (given: Partial<AuthorizeInput> = {}) => {
      const input = newPayment(given);
      await ask.authorize(input);
      await ask.capture({ paymentId: input.paymentId });
      return input;
    },
    /** The provider's events about an order, oldest first, as they would be delivered. */
    events: async (orderId: string) => eventsOf(books.sql, orderId),
    receive: (body: string, signature = sign(stripe, body)) =>
      ask.receiveWebhook({ rawBody: Buffer.from(body).toString('base64'), signature }),
    sign: (body: string, options: Partial<SignOptions> = {}) => sign(stripe, body, options),
    /** The types of events that the context has told. */
    told: async (paymentId: string) =>
      (await sql<{ status: string }[]>`SELECT payload->>'status' AS status FROM outbox WHERE aggregate_id = ${paymentId} ORDER BY id`).map(
        (row) => row.status,
      ),
    close: async () => {
      await sql.end({ timeout: 5 });
      await context.close();
      await simulator.close();
      await books.drop();
    },
  };

  async function paymentOf(paymentId: string) {
    const [row] = await sql<Row[]>`SELECT * FROM payments WHERE id = ${paymentId}`;
    if (!row) throw new Error(`no payment ${paymentId}`);
    return row;
  }
}

export type Shop = Awaited<ReturnType<typeof startShop>>;
type Row = {
  status: PaymentStatus;
  provider_intent_id: string;
  provider_key: string;
  decline_code: string | null;
  refunded_minor: string;
  intent_open: boolean;
};
type Totals = { payment_intents: number; charges: number; authorized: number; captured: number; refunded: number };
type SignOptions = { secret: string; timestamp: number };

export const newPayment = (given: Partial<AuthorizeInput> = {}): AuthorizeInput => ({
  paymentId: uuidv7(),
  orderId: uuidv7(),
  attemptId: uuidv7(),
  amountMinor: 4990,
  currencyCode: 'EUR',
  paymentMethodId: 'pm_card_visa',
  email: 'buyer@example.com',
  ...given,
});

const sign = (stripe: Stripe, payload: string, options: Partial<SignOptions> = {}): string =>
  stripe.webhooks.generateTestHeaderString({ payload, secret: SECRETS[0]!, ...options } as Parameters<
    Stripe['webhooks']['generateTestHeaderString']
  >[0]);

async function eventsOf(books: Sql, orderId: string): Promise<{ id: string; type: string; body: string }[]> {
  return books<{ id: string; type: string; body: string }[]>`
    SELECT e.id, e.type, e.doc::text AS body FROM events e JOIN payment_intents i
      ON i.id = coalesce(e.doc #>> '{data,object,payment_intent}', e.doc #>> '{data,object,id}')
    WHERE i.order_id = ${orderId} ORDER BY e.seq`;
}

const LEGAL = new Set(
  ['INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'FAILED', 'VOIDED', 'REFUNDED'].flatMap((from) =>
    FACTS.map((fact) => `${from}>${transition(from as PaymentStatus, fact)}`),
  ),
);

/** Payments whose transitions are not an unbroken chain of legal steps up to the stored status. */
async function brokenHistories(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string; status: string; steps: [number, string | null, string][] }[]>`
    SELECT p.id, p.status, coalesce(
      json_agg(json_build_array(t.seq, t.from_status, t.to_status) ORDER BY t.seq) FILTER (WHERE t.seq IS NOT NULL), '[]') AS steps
    FROM payments p LEFT JOIN payment_transitions t ON t.payment_id = p.id GROUP BY p.id, p.status`;
  const isBroken = ({ status, steps }: (typeof rows)[number]) =>
    steps.at(-1)?.[2] !== status ||
    steps.some(
      ([seq, from, to], i) => seq !== i + 1 || from !== (steps[i - 1]?.[2] ?? null) || (from !== null && !LEGAL.has(`${from}>${to}`)),
    );
  return rows.filter(isBroken).map((row) => `${row.id} ${JSON.stringify(row.steps)}`);
}
