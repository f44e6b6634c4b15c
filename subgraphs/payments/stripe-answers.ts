import Stripe from 'stripe';
import { fromStripe } from './stripe-amounts.ts';
import { type Answer, INTENT_STATUSES, type Intent, type ProviderRefund, ProviderUnavailable } from './provider.ts';

/** Stripe's payment intent in our words. `latest_charge` must be expanded for refunds to be seen. */
export function intentOf(intent: Stripe.PaymentIntent): Intent {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const error = intent.last_payment_error;
  return {
    id: intent.id,
    clientSecret: intent.client_secret,
    // A status that we have never heard of decides nothing.
    status: INTENT_STATUSES.find((known) => known === intent.status) ?? 'processing',
    amountMinor: fromStripe(intent.amount, intent.currency),
    capturedMinor: fromStripe(intent.amount_received, intent.currency),
    refundedMinor: fromStripe(charge?.amount_refunded ?? 0, intent.currency),
    currencyCode: intent.currency.toUpperCase(),
    orderId: intent.metadata.order_id ?? null,
    paymentId: intent.metadata.payment_id ?? null,
    failure: error ? { code: error.code ?? error.type, declineCode: error.decline_code ?? null } : null,
  };
}

export function refundOf(refund: Stripe.Refund): ProviderRefund {
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  const amountMinor = fromStripe(refund.amount, refund.currency);
  return { id: refund.id, amountMinor, status: failed ? 'FAILED' : refund.status === 'succeeded' ? 'SUCCEEDED' : 'PENDING' };
}

/** A definite no as an answer; all else is thrown: as `ProviderUnavailable`, for the outcome is not known then. */
export function answerOf(error: unknown): Answer<never> {
  if (error instanceof Stripe.errors.StripeCardError) {
    return { kind: 'declined', code: error.code ?? 'card_error', declineCode: error.decline_code ?? null };
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    return { kind: 'invalid', code: error.code ?? 'invalid_request', param: error.param ?? null };
  }
  throw unavailable(error);
}

/** For questions, to which a definite no is a fault as well. What Stripe's error carries (secrets, too) stays in its cause. */
export function faultOf(error: unknown): ProviderUnavailable {
  const answer = answerOf(error);
  return new ProviderUnavailable(`The payment provider refused a question: ${'code' in answer ? answer.code : ''}.`, {
    answered: false,
    cause: error,
  });
}

/**
 * What Stripe asks to be tried again under the same key: a key or object in use (409), too many requests (429, with its
 * hint in milliseconds where there is one). Null for all else.
 */
export function busyOf(error: unknown): { kind: 'in use' } | { kind: 'too many'; retryAfterMs: number | null } | null {
  if (!(error instanceof Stripe.errors.StripeError)) return null;
  if (error.statusCode === 409) return { kind: 'in use' };
  if (!(error instanceof Stripe.errors.StripeRateLimitError)) return null;
  const hint = error.headers?.['retry-after'];
  const seconds = hint === undefined || hint === '' ? Number.NaN : Number(hint);
  return { kind: 'too many', retryAfterMs: seconds >= 0 ? seconds * 1000 : null };
}

/** What became of a call that was sent, as one of a few words. */
export function outcomeOf(error: unknown): 'declined' | 'refused' | 'busy' | 'failed' | 'silence' {
  const status = error instanceof Stripe.errors.StripeError ? error.statusCode : undefined;
  if (status === undefined) return 'silence';
  if (status >= 500) return 'failed';
  if (busyOf(error)) return 'busy';
  return error instanceof Stripe.errors.StripeCardError ? 'declined' : 'refused';
}

function unavailable(error: unknown): ProviderUnavailable {
  if (error instanceof ProviderUnavailable) return error;
  const status = error instanceof Stripe.errors.StripeError ? error.statusCode : undefined;
  const what = status === undefined ? 'gave no answer' : `answered ${status}`;
  return new ProviderUnavailable(`The payment provider ${what}.`, { answered: status !== undefined && status >= 500, cause: error });
}
