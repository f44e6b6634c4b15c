import { paymentFailures } from '../../kit/telemetry.ts';
import { EXPIRED, METHOD_NOT_FOUND, MISMATCH } from './refusals.ts';

const KNOWN = new Set([
  ...[EXPIRED, METHOD_NOT_FOUND, MISMATCH],
  ...['generic_decline', 'insufficient_funds', 'lost_card', 'stolen_card', 'card_velocity_exceeded', 'expired_card', 'incorrect_cvc'],
  ...['processing_error', 'fraudulent', 'do_not_honor', 'authentication_required', 'payment_intent_authentication_failure'],
]);

/** A label of a metric must be one of a few, whatever the provider comes to say. */
const reasonLabel = (declineCode: string | null): string => (declineCode && KNOWN.has(declineCode) ? declineCode : 'other');

export const countFailure = (declineCode: string | null): void => paymentFailures.inc({ reason: reasonLabel(declineCode) });
