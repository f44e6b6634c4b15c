import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import type { Intent, IntentAnswer, PreparedCreate, Provider } from './provider.ts';
import { answerOf, faultOf, intentOf, isBusy, refundOf } from './stripe-answers.ts';

export type StripeSettings = {
  secretKey: string;
  /** Null is Stripe itself. */
  apiUrl: string | null;
  timeoutMs?: number;
};

const EXPAND = ['latest_charge'];
const BUSY_TRIES = 6;

/** The SDK, pointed at Stripe or at whatever speaks its API at `apiUrl`. */
export function stripeClient({ secretKey, apiUrl, timeoutMs = 10_000 }: StripeSettings): Stripe {
  const url = apiUrl === null ? null : new URL(apiUrl);
  const protocol = url?.protocol === 'http:' ? 'http' : 'https';
  return new Stripe(secretKey, {
    // Repeats are ours to decide: a stored 500 must not be asked for again, an unknown outcome must be looked at.
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    ...(url && { host: url.hostname, port: url.port || (protocol === 'http' ? 80 : 443), protocol }),
  });
}

/** The provider port over Stripe's payment intents. */
export function stripeProvider(settings: StripeSettings): Provider {
  const stripe = stripeClient(settings);
  const intent = (call: () => Promise<Stripe.PaymentIntent>): Promise<IntentAnswer> =>
    patiently(call).then((found) => ({ kind: 'intent' as const, intent: intentOf(found) }), answerOf);
  return {
    prepareCreate: (request): PreparedCreate => {
      const params: Stripe.PaymentIntentCreateParams = {
        amount: request.amountMinor,
        currency: request.currencyCode.toLowerCase(),
        capture_method: 'manual',
        payment_method: request.paymentMethodId,
        // Nothing that leads the buyer away: there is no page of ours to come back to.
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        receipt_email: request.email,
        metadata: request.metadata,
      };
      return JSON.stringify(params);
    },
    create: (prepared, idempotencyKey) => intent(() => stripe.paymentIntents.create(JSON.parse(prepared), { idempotencyKey })),
    confirm: (id, idempotencyKey) => intent(() => stripe.paymentIntents.confirm(id, { expand: EXPAND }, { idempotencyKey })),
    capture: (id, idempotencyKey) => intent(() => stripe.paymentIntents.capture(id, { expand: EXPAND }, { idempotencyKey })),
    cancel: (id) => intent(() => stripe.paymentIntents.cancel(id, { expand: EXPAND })),
    retrieve: (id) => orNone(() => stripe.paymentIntents.retrieve(id, { expand: EXPAND }), intentOf),
    refund: (id, amount, idempotencyKey) =>
      patiently(() => stripe.refunds.create({ payment_intent: id, amount }, { idempotencyKey })).then(
        (refund) => ({ kind: 'refund' as const, refund: refundOf(refund) }),
        answerOf,
      ),
    retrieveRefund: (id) => orNone(() => stripe.refunds.retrieve(id), refundOf),
    list: async (after, limit) => {
      const page = { limit: Math.min(limit, 100), expand: ['data.latest_charge'], ...(after && { starting_after: after }) };
      const { data, has_more } = await patiently(() => stripe.paymentIntents.list(page)).catch(refused);
      return { intents: data.map(intentOf), more: has_more };
    },
    findByOrder: async (orderId): Promise<Intent[]> => {
      const query = `metadata['order_id']:'${orderId}'`;
      const { data } = await patiently(() => stripe.paymentIntents.search({ query, expand: ['data.latest_charge'] })).catch(refused);
      return data.map(intentOf);
    },
  };
}

/** Repeats a call, with the key it has, while Stripe says that the key is in use (409) or that we ask too often (429). */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!isBusy(error) || attempt === BUSY_TRIES) throw error;
      const hinted = Number(error.headers?.['retry-after']) * 1000;
      await sleep(Number.isFinite(hinted) ? Math.min(hinted, 2_000) : 2 ** attempt * (15 + Math.random() * 30));
    }
  }
}

async function orNone<S, T>(call: () => Promise<S>, present: (found: S) => T): Promise<T | null> {
  try {
    return present(await patiently(call));
  } catch (error) {
    const answer = answerOf(error);
    if (answer.kind === 'invalid' && answer.code === 'resource_missing') return null;
    throw faultOf(error);
  }
}

const refused = (error: unknown): never => {
  throw faultOf(error);
};
