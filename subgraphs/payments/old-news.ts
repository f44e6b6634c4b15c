import type { PaymentStatus } from './contract.ts';

const AUTHORIZED: PaymentStatus[] = ['AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];
const CAPTURED: PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

const KNOWN: Record<string, PaymentStatus[]> = {
  'payment_intent.amount_capturable_updated': AUTHORIZED,
  'payment_intent.succeeded': CAPTURED,
  'charge.succeeded': AUTHORIZED,
  'charge.captured': CAPTURED,
};

/**
 * True when an event can only tell of what our row says already: the answer to our own call was faster, as it is for
 * nearly every payment. Such an event is done with, and the provider is not asked again. All else is looked up.
 */
export const isOldNews = (eventType: string, status: PaymentStatus): boolean => KNOWN[eventType]?.includes(status) ?? false;
