import type { PaymentStatus } from './contract.ts';

/** What becomes known of a payment, from the provider or by our own decision. */
export const FACTS = ['ACTION_REQUIRED', 'AUTHORIZED', 'CAPTURED', 'DECLINED', 'CANCELED', 'PARTLY_REFUNDED', 'REFUNDED'] as const;
export type Fact = (typeof FACTS)[number];

/**
 * Where each fact leads from each status; what is absent changes nothing. Forward only: there is no way round.
 * A dead payment can still turn out to have been paid; all that is left for it then is to have been given back.
 */
const TABLE: Record<PaymentStatus, Partial<Record<Fact, PaymentStatus>>> = {
  INITIATED: { ACTION_REQUIRED: 'REQUIRES_ACTION', AUTHORIZED: 'AUTHORIZED', DECLINED: 'FAILED', CANCELED: 'VOIDED' },
  REQUIRES_ACTION: { AUTHORIZED: 'AUTHORIZED', DECLINED: 'FAILED', CANCELED: 'VOIDED' },
  AUTHORIZED: { CAPTURED: 'CAPTURED', CANCELED: 'VOIDED' },
  CAPTURED: { PARTLY_REFUNDED: 'PARTIALLY_REFUNDED', REFUNDED: 'REFUNDED' },
  PARTIALLY_REFUNDED: { REFUNDED: 'REFUNDED' },
  FAILED: { REFUNDED: 'REFUNDED' },
  VOIDED: { REFUNDED: 'REFUNDED' },
  REFUNDED: {},
};

/** The next status, or null where the fact changes nothing. Total over all statuses and facts. */
export const transition = (from: PaymentStatus, fact: Fact): PaymentStatus | null => TABLE[from][fact] ?? null;

export type Step = { from: PaymentStatus; to: PaymentStatus };

/** The steps that a row of facts leads through, in order; facts that change nothing are passed over. */
export function stepsThrough(from: PaymentStatus, facts: readonly Fact[]): Step[] {
  const steps: Step[] = [];
  let at = from;
  for (const fact of facts) {
    const to = transition(at, fact);
    if (!to) continue;
    steps.push({ from: at, to });
    at = to;
  }
  return steps;
}

/** No sale can come of it any more: money that appears here goes back. */
export const isDead = (status: PaymentStatus): boolean => status === 'FAILED' || status === 'VOIDED';
/** Neither sold nor dead yet: worth asking the provider about. */
export const isUndecided = (status: PaymentStatus): boolean =>
  status === 'INITIATED' || status === 'REQUIRES_ACTION' || status === 'AUTHORIZED';
/** The money has been taken, whatever was given back since. */
export const isPaid = (status: PaymentStatus): boolean => status === 'CAPTURED' || status === 'PARTIALLY_REFUNDED';
