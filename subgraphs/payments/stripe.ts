import Stripe from 'stripe';
import type { Intent, IntentAnswer, PreparedCreate, Provider } from './provider.ts';
import { type GuardSettings, type ProviderCall, providerGuard } from './provider-guard.ts';
import { toStripe } from './stripe-amounts.ts';
import { answerOf, faultOf, intentOf, refundOf } from './stripe-answers.ts';

export type StripeSettings = {
  secretKey: string;
  /** Null is Stripe itself. */
  apiUrl: string | null;
  /** How long one call may take. */
  timeoutMs?: number;
  guard?: GuardSettings;
};

/** Where a refund of a part carries its key. */
const MARK = 'refund_key';
const EXPAND = ['latest_charge'];
/** A buyer is answered after five seconds whatever happens; a call that takes longer is asked for again under its key. */
const TIMEOUT_MS = 5_000;

/** The SDK, pointed at Stripe or at whatever speaks its API at `apiUrl`. */
export function stripeClient({ secretKey, apiUrl, timeoutMs = TIMEOUT_MS }: StripeSettings): Stripe {
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

/** The provider port over Stripe's payment intents, each call behind the guard. */
export function stripeProvider(settings: StripeSettings): Provider {
  const stripe = stripeClient(settings);
  const send = providerGuard(settings.guard);
  const intent = (name: ProviderCall, call: () => Promise<Stripe.PaymentIntent>): Promise<IntentAnswer> =>
    send(name, call).then((found) => ({ kind: 'intent' as const, intent: intentOf(found) }), answerOf);
  const orNone = <S, T>(name: ProviderCall, call: () => Promise<S>, present: (found: S) => T): Promise<T | null> =>
    send(name, call).then(present, noneOrFault);
  return {
    prepareCreate: (request): PreparedCreate => {
      const params: Stripe.PaymentIntentCreateParams = {
        amount: toStripe(request),
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
    create: (prepared, idempotencyKey) => intent('create', () => stripe.paymentIntents.create(JSON.parse(prepared), { idempotencyKey })),
    confirm: (id, idempotencyKey) => intent('confirm', () => stripe.paymentIntents.confirm(id, { expand: EXPAND }, { idempotencyKey })),
    capture: (id, idempotencyKey) => intent('capture', () => stripe.paymentIntents.capture(id, { expand: EXPAND }, { idempotencyKey })),
    cancel: (id) => intent('cancel', () => stripe.paymentIntents.cancel(id, { expand: EXPAND })),
    retrieve: (id) => orNone('retrieve', () => stripe.paymentIntents.retrieve(id, { expand: EXPAND }), intentOf),
    refund: (id, amount, idempotencyKey, mark) => {
      const params = { payment_intent: id, amount: toStripe(amount), ...(mark !== null && { metadata: { [MARK]: mark } }) };
      return send('refund', () => stripe.refunds.create(params, { idempotencyKey })).then(
        (refund) => ({ kind: 'refund' as const, refund: refundOf(refund) }),
        answerOf,
      );
    },
    findRefund: async (id, mark) => {
      for (let after: string | null = null; ; ) {
        const params: Stripe.RefundListParams = { payment_intent: id, limit: 100, ...(after && { starting_after: after }) };
        const { data, has_more } = await send('list', () => stripe.refunds.list(params)).catch(refused);
        const found = data.find((refund) => refund.metadata?.[MARK] === mark);
        if (found || !has_more) return found ? refundOf(found) : null;
        after = data.at(-1)!.id;
      }
    },
    retrieveRefund: (id) => orNone('retrieve', () => stripe.refunds.retrieve(id), refundOf),
    list: async (after, limit) => {
      const page = { limit: Math.min(limit, 100), expand: ['data.latest_charge'], ...(after && { starting_after: after }) };
      const { data, has_more } = await send('list', () => stripe.paymentIntents.list(page)).catch(refused);
      return { intents: data.map(intentOf), more: has_more };
    },
    findByOrder: async (orderId): Promise<Intent[]> => {
      const query = `metadata['order_id']:'${orderId}'`;
      const { data } = await send('search', () => stripe.paymentIntents.search({ query, expand: ['data.latest_charge'] })).catch(refused);
      return data.map(intentOf);
    },
  };
}

/** Null where the provider knows no such thing; any other no to a question is a fault. */
function noneOrFault(error: unknown): null {
  const answer = answerOf(error);
  if (answer.kind === 'invalid' && answer.code === 'resource_missing') return null;
  throw faultOf(error);
}

const refused = (error: unknown): never => {
  throw faultOf(error);
};
