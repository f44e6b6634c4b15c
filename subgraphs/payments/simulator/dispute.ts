import type { Context } from './event.ts';
import { newId } from './ids.ts';
import type { Charge, Dispute } from './objects.ts';
import type { TestMethod } from './payment-methods.ts';

const DAYS_TO_ANSWER = 9;

/** The dispute that some test cards raise as soon as they are captured. An inquiry moves no money and can still be refunded. */
export function newDispute(charge: Charge, kind: NonNullable<TestMethod['dispute']>, context: Context): Dispute {
  const inquiry = kind === 'inquiry';
  return {
    id: newId('dp'),
    object: 'dispute',
    amount: charge.amount_captured,
    balance_transactions: [],
    charge: charge.id,
    created: context.now,
    currency: charge.currency,
    evidence: {},
    evidence_details: {
      due_by: context.now + DAYS_TO_ANSWER * 86_400,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: inquiry ? 'general' : kind,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
}
