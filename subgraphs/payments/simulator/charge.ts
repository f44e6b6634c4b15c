import { cardDetailsOf, noBillingDetails } from './card.ts';
import type { Context } from './event.ts';
import { newId } from './ids.ts';
import type { Charge, ChargeOutcome, PaymentIntent } from './objects.ts';
import type { Decline, TestMethod } from './payment-methods.ts';

/** The charge that one attempt to pay leaves behind: captured, only authorized (manual capture), or failed. */
export function newCharge(intent: PaymentIntent, method: TestMethod, decline: Decline | undefined, context: Context): Charge {
  const captured = decline === undefined && intent.capture_method !== 'manual';
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: noBillingDetails(),
    calculated_statement_descriptor: 'SIMULATOR',
    captured,
    created: context.now,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    outcome: outcomeOf(method, decline),
    paid: decline === undefined,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardDetailsOf(method) },
    receipt_email: intent.receipt_email,
    receipt_url: null,
    refunded: false,
    status: decline ? 'failed' : 'succeeded',
  };
}

const RISK_SCORE = { normal: 20, elevated: 70, highest: 95 };

function outcomeOf(method: TestMethod, decline: Decline | undefined): ChargeOutcome {
  const risk_level = method.risk ?? 'normal';
  const risk: Pick<ChargeOutcome, 'risk_level' | 'risk_score'> = { risk_level, risk_score: RISK_SCORE[risk_level] };
  if (decline?.blocked) {
    const seller_message = 'Stripe blocked this payment as too risky.';
    return { ...risk, network_status: 'not_sent_to_network', reason: 'highest_risk_level', seller_message, type: 'blocked' };
  }
  if (decline) {
    const seller_message = 'The bank did not return any further details with this decline.';
    return {
      ...risk,
      network_status: 'declined_by_network',
      reason: decline.declineCode,
      seller_message,
      type: 'issuer_declined',
    };
  }
  const network_status = 'approved_by_network';
  if (risk_level === 'elevated') {
    const seller_message = 'Stripe evaluated this payment as having elevated risk, and placed it in your manual review queue.';
    return { ...risk, network_status, reason: 'elevated_risk_level', seller_message, type: 'manual_review' };
  }
  return { ...risk, network_status, reason: null, seller_message: 'Payment complete.', type: 'authorized' };
}
