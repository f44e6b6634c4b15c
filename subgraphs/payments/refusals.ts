import { refuse, refused, type Refused } from '../../kit/refusal.ts';

/** Reasons of our own, stored where the provider's decline code stands. */
export const METHOD_NOT_FOUND = 'payment_method_not_found';
export const MISMATCH = 'payment_mismatch';
export const EXPIRED = 'expired';

/** The words of a payment that has FAILED for this reason; the same each time it is asked for. */
export function failedBecause(reason: string | null): Refused {
  if (reason === METHOD_NOT_FOUND) return paymentMethodNotFound();
  if (reason === MISMATCH) return refuse('PAYMENT_MISMATCH', 'The payment provider speaks of another amount. Nothing has been charged.');
  return paymentDeclined(reason);
}

export const paymentMethodNotFound = (): Refused =>
  refuse('PAYMENT_METHOD_NOT_FOUND', 'The payment provider knows no such payment method.', ['paymentMethodId']);

export const paymentDeclined = (declineCode: string | null): Refused =>
  refused({ code: 'PAYMENT_DECLINED', message: 'The payment was declined.', declineCode });

export const paymentVoided = (): Refused => refuse('PAYMENT_VOIDED', 'This payment was given up before it was made.');
