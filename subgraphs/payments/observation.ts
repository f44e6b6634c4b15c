import type { Fact } from './payment.ts';
import type { Intent } from './provider.ts';

/** True when the provider's intent is not about the money that we have agreed on; such a one never counts as paid. */
export const isMismatch = (ours: { amountMinor: number; currencyCode: string }, intent: Intent): boolean =>
  intent.amountMinor !== ours.amountMinor ||
  intent.currencyCode !== ours.currencyCode ||
  (intent.status === 'succeeded' && intent.capturedMinor !== ours.amountMinor);

/** What an intent's present state says has happened, oldest first: a captured one must have been authorized before. */
export function factsOf(intent: Intent): Fact[] {
  switch (intent.status) {
    case 'requires_action':
      return ['ACTION_REQUIRED'];
    case 'requires_capture':
      return ['AUTHORIZED'];
    case 'succeeded':
      return ['AUTHORIZED', 'CAPTURED', ...refundFactsOf(intent)];
    case 'canceled':
      return intent.failure ? ['DECLINED', 'CANCELED'] : ['CANCELED'];
    case 'requires_payment_method':
      return intent.failure ? ['DECLINED'] : [];
    case 'requires_confirmation':
    case 'processing':
      return [];
  }
}

function refundFactsOf({ capturedMinor, refundedMinor }: Intent): Fact[] {
  if (refundedMinor === 0) return [];
  return [refundedMinor < capturedMinor ? 'PARTLY_REFUNDED' : 'REFUNDED'];
}

/** The provider will take no money under this intent any more. */
export const isClosed = (intent: Intent): boolean =>
  intent.status === 'canceled' || (intent.status === 'succeeded' && intent.refundedMinor >= intent.capturedMinor);
