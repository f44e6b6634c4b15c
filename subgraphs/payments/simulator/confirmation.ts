import { paymentMethodOf } from './card.ts';
import { newCharge } from './charge.ts';
import { newDispute } from './dispute.ts';
import type { Changes, Effect } from './effect.ts';
import { type Context, eventOf } from './event.ts';
import type { ErrorBody, NextAction, PaymentIntent } from './objects.ts';
import { moveTo } from './payment-intent.ts';
import { AUTHENTICATION_REQUIRED, type Decline, type TestMethod } from './payment-methods.ts';

export interface Confirmation {
  offSession: boolean;
  returnUrl: string | null;
}

/** Tries to pay: asks the customer to authenticate, or asks the bank at once. Answers 402 when the card is declined. */
export function confirmIntent(intent: PaymentIntent, method: TestMethod, terms: Confirmation, context: Context): Effect {
  const chosen: PaymentIntent = { ...intent, payment_method: method.id };
  if (method.authentication && !terms.offSession) {
    const next_action = authenticationStep(chosen, terms.returnUrl, context);
    const waiting = moveTo(chosen, 'requires_action', { next_action });
    const changes = { intent: waiting, events: [eventOf(context, 'payment_intent.requires_action', waiting)] };
    return { changes, answer: { status: 200, object: waiting } };
  }
  if (method.authentication === 'always') return declineCard(chosen, method, AUTHENTICATION_REQUIRED, context);
  return askBank(chosen, method, context);
}

/** The customer's answer to the bank's challenge. A failed one asks for another payment method and leaves no charge. */
export function authenticateIntent(intent: PaymentIntent, method: TestMethod, passed: boolean, context: Context): Changes {
  if (passed) return askBank(intent, method, context).changes;
  const error: ErrorBody = {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message: 'The provided PaymentMethod has failed authentication. Provide a new PaymentMethod to attempt this PaymentIntent again.',
    payment_method: paymentMethodOf(method),
  };
  const failed = moveTo(intent, 'requires_payment_method', { last_payment_error: error, payment_method: null });
  return { intent: failed, events: [eventOf(context, 'payment_intent.payment_failed', failed)] };
}

function askBank(intent: PaymentIntent, method: TestMethod, context: Context): Effect {
  if (method.decline) return declineCard(intent, method, method.decline, context);
  const charge = newCharge(intent, method, undefined, context);
  const paid = { last_payment_error: null, latest_charge: charge.id };
  if (!charge.captured) {
    const held = moveTo(intent, 'requires_capture', { ...paid, amount_capturable: intent.amount });
    const events = [eventOf(context, 'charge.succeeded', charge), eventOf(context, 'payment_intent.amount_capturable_updated', held)];
    return { changes: { intent: held, charge, events }, answer: { status: 200, object: held } };
  }
  const done = moveTo(intent, 'succeeded', { ...paid, amount_received: intent.amount });
  const events = [eventOf(context, 'charge.succeeded', charge), eventOf(context, 'payment_intent.succeeded', done)];
  return { changes: withDispute({ intent: done, charge, events }, method, context), answer: { status: 200, object: done } };
}

/** Adds the dispute that some cards raise once their money has been taken. */
export function withDispute(changes: Changes, method: TestMethod, context: Context): Changes {
  if (!method.dispute || !changes.charge) return changes;
  const charge = { ...changes.charge, disputed: true };
  const dispute = newDispute(charge, method.dispute, context);
  return { ...changes, charge, dispute, events: [...changes.events, eventOf(context, 'charge.dispute.created', dispute)] };
}

function declineCard(intent: PaymentIntent, method: TestMethod, decline: Decline, context: Context): Effect {
  const charge = newCharge(intent, method, decline, context);
  const error: ErrorBody = {
    type: 'card_error',
    code: decline.code,
    decline_code: decline.declineCode,
    message: decline.message,
    ...(decline.param ? { param: decline.param } : {}),
    charge: charge.id,
    doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
    payment_method: paymentMethodOf(method),
  };
  const fields = { last_payment_error: error, latest_charge: charge.id, payment_method: null };
  const failed = moveTo(intent, 'requires_payment_method', fields);
  const events = [eventOf(context, 'charge.failed', charge), eventOf(context, 'payment_intent.payment_failed', failed)];
  return { changes: { intent: failed, charge, events }, answer: { status: 402, error: { ...error, payment_intent: failed } } };
}

function authenticationStep(intent: PaymentIntent, returnUrl: string | null, context: Context): NextAction {
  const query = new URLSearchParams({ client_secret: intent.client_secret });
  if (returnUrl) query.set('return_url', returnUrl);
  const url = `${context.origin}/3ds/${intent.id}?${query}`;
  if (returnUrl) return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } };
}
