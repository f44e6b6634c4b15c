import { invalidRequest } from './api-error.ts';
import type { Changes, Effect } from './effect.ts';
import { type Context, eventOf } from './event.ts';
import { newId } from './ids.ts';
import type { Charge, Dispute, Metadata, PaymentIntent, Refund } from './objects.ts';
import { unexpectedState } from './payment-intent.ts';
import type { TestMethod } from './payment-methods.ts';

export interface RefundTerms {
  /** Minor units; absent means all that is left. */
  amount: number | undefined;
  reason: string | undefined;
  metadata: Metadata;
}

interface Refundable {
  intent: PaymentIntent;
  charge: Charge | undefined;
  dispute: Dispute | undefined;
  method: TestMethod | undefined;
}

/** Gives captured money back, never more than was captured. Some test cards leave the refund to settle later. */
export function refundCharge({ intent, charge, dispute, method }: Refundable, terms: RefundTerms, context: Context): Effect {
  if (!charge?.captured) {
    throw unexpectedState(intent, `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  }
  if (dispute && !dispute.is_charge_refundable) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
      charge: charge.id,
    });
  }
  const left = charge.amount_captured - charge.amount_refunded;
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
      charge: charge.id,
    });
  }
  const amount = terms.amount ?? left;
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, { param: 'amount' });
  }
  const refund = newRefund(charge, amount, terms, method?.refund === 'pending_then_succeeds' ? 'pending' : 'succeeded', context);
  const after = withRefunded(charge, charge.amount_refunded + amount);
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  const events = [eventOf(context, 'refund.created', refund), eventOf(context, 'charge.refunded', after, before)];
  const changes: Changes = { charge: after, refund, events };
  if (method?.refund) changes.settlesTo = method.refund === 'succeeds_then_fails' ? 'failed' : 'succeeded';
  return { changes, answer: { status: 200, object: refund } };
}

/** The bank's late word on a refund. A failed one puts the money back on the charge, to be refunded another way. */
export function settleRefund(refund: Refund, charge: Charge, status: Refund['status'], context: Context): Changes {
  const before = { status: refund.status };
  if (status !== 'failed') {
    const settled: Refund = { ...refund, status };
    return { refund: settled, events: updated(settled, before, context) };
  }
  const failed: Refund = { ...refund, status, failure_reason: 'expired_or_canceled_card' };
  const after = withRefunded(charge, charge.amount_refunded - refund.amount);
  const events = [...updated(failed, before, context), eventOf(context, 'refund.failed', failed, before)];
  return { refund: failed, charge: after, events };
}

function updated(refund: Refund, before: Record<string, unknown>, context: Context) {
  return [eventOf(context, 'refund.updated', refund, before), eventOf(context, 'charge.refund.updated', refund, before)];
}

function withRefunded(charge: Charge, amount: number): Charge {
  return { ...charge, amount_refunded: amount, refunded: amount === charge.amount_captured };
}

function newRefund(charge: Charge, amount: number, terms: RefundTerms, status: Refund['status'], context: Context): Refund {
  return {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: context.now,
    currency: charge.currency,
    metadata: terms.metadata,
    payment_intent: charge.payment_intent,
    reason: terms.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}
