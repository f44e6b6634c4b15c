import type { TransactionSql } from 'postgres';
import { invalidRequest, resourceMissing } from './api-error.ts';
import { cancelIntent, captureIntent } from './capture.ts';
import { authenticateIntent, type Confirmation, confirmIntent } from './confirmation.ts';
import type { Effect } from './effect.ts';
import type { Call, Write } from './endpoint.ts';
import { type Context, eventOf } from './event.ts';
import type { Params } from './form.ts';
import { automaticMethodsOf, newIntentOf, requireAmount } from './intent-params.ts';
import { type IntentState, lockIntent } from './ledger.ts';
import type { PaymentIntent } from './objects.ts';
import { flag, integer, metadata, oneOf, onlyKnown, text } from './params.ts';
import { newIntent, requireStatus, unexpectedState } from './payment-intent.ts';
import { findMethod, type TestMethod } from './payment-methods.ts';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;
const ANY_TRY = ['requires_payment_method', 'requires_confirmation', 'requires_action'] as const;

/** `POST /v1/payment_intents` */
export const createIntent: Write = ({ params, context }) => {
  const method = methodOf(params);
  const given = newIntentOf(params, method?.id ?? null);
  const confirm = flag(params, 'confirm');
  const terms = confirmationOf(params);
  if (terms.offSession && !confirm) throw invalidRequest('off_session may only be used with confirm.', { param: 'off_session' });
  if (confirm && !method) throw missingMethod();
  if (confirm) requireReturnUrl(automaticMethodsOf(params), terms);
  return async () => {
    const intent = newIntent({ ...given, amount: given.amount - context.shortBy }, context);
    const born = eventOf(context, 'payment_intent.created', intent);
    if (!confirm || !method) return { changes: { intent, events: [born] }, answer: { status: 200, object: intent } };
    const { changes, answer } = confirmIntent(intent, method, terms, context);
    return { changes: { ...changes, events: [born, ...changes.events] }, answer };
  };
};

/** `POST /v1/payment_intents/:id/confirm` */
export const confirm: Write = ({ id, params, context }) => {
  onlyKnown(params, ['payment_method', 'off_session', 'return_url', 'receipt_email', 'use_stripe_sdk']);
  const given = methodOf(params);
  const terms = confirmationOf(params);
  return async (tx) => {
    const { intent } = await existing(tx, id);
    requireStatus(intent, 'confirmed', ANY_TRY);
    const method = given ?? attachedMethod(intent);
    if (!method) throw unexpectedState(intent, missingMethod().message);
    requireReturnUrl(intent.automatic_payment_methods, terms);
    return confirmIntent({ ...intent, amount: intent.amount - context.shortBy }, method, terms, context);
  };
};

/** `POST /v1/payment_intents/:id/capture` */
export const capture: Write = ({ id, params, context }) => {
  onlyKnown(params, ['amount_to_capture']);
  const amount = integer(params, 'amount_to_capture', 1);
  return async (tx) => {
    const { intent, charge } = await existing(tx, id);
    return captureIntent(intent, charge, attachedMethod(intent), amount, context);
  };
};

/** `POST /v1/payment_intents/:id/cancel` */
export const cancel: Write = ({ id, params, context }) => {
  onlyKnown(params, ['cancellation_reason']);
  const reason = oneOf(params, 'cancellation_reason', REASONS);
  return async (tx) => cancelIntent((await existing(tx, id)).intent, reason, context);
};

/** `POST /v1/payment_intents/:id`: metadata, description and receipt at any time; amount and method until it is paid. */
export const update: Write = ({ id, params }) => {
  onlyKnown(params, ['metadata', 'description', 'receipt_email', 'amount', 'payment_method']);
  const amount = params.amount === undefined ? undefined : integer(params, 'amount', 0);
  const method = methodOf(params);
  metadata(params);
  return async (tx) => {
    const { intent } = await existing(tx, id);
    if (amount !== undefined || method) requireStatus(intent, 'updated', ANY_TRY);
    const after: PaymentIntent = {
      ...intent,
      amount: amount === undefined ? intent.amount : requireAmount(amount, intent.currency),
      description: text(params, 'description') ?? intent.description,
      receipt_email: text(params, 'receipt_email') ?? intent.receipt_email,
      metadata: metadata(params, intent.metadata),
    };
    if (method) Object.assign(after, { payment_method: method.id, status: 'requires_confirmation', next_action: null });
    return { changes: { intent: after, events: [] }, answer: { status: 200, object: after } };
  };
};

/** `POST /v1/test_helpers/payment_intents/:id/authenticate`, the simulator's own: the customer passes or fails the challenge. */
export const authenticate: Write = ({ id, params, context }) => {
  onlyKnown(params, ['outcome']);
  const passed = oneOf(params, 'outcome', ['succeeded', 'failed'] as const) !== 'failed';
  return (tx) => answerChallenge(tx, id, passed, context);
};

/** Finishes the customer's authentication of an intent that waits for it. */
export async function answerChallenge(tx: TransactionSql, id: string, passed: boolean, context: Context): Promise<Effect> {
  const { intent } = await existing(tx, id);
  requireStatus(intent, 'authenticated', ['requires_action']);
  const method = attachedMethod(intent);
  if (!method) throw new Error(`bug: ${intent.id} waits for a customer without a payment method`);
  const changes = authenticateIntent(intent, method, passed, context);
  return { changes, answer: { status: 200, object: changes.intent ?? intent } };
}

async function existing(tx: TransactionSql, id: Call['id']): Promise<IntentState> {
  const state = await lockIntent(tx, id);
  if (!state) throw resourceMissing('payment_intent', id, 'intent');
  return state;
}

function methodOf(params: Params): TestMethod | undefined {
  const name = text(params, 'payment_method');
  if (name === undefined) return undefined;
  const method = findMethod(name);
  if (!method) throw resourceMissing('PaymentMethod', name, 'payment_method');
  return method;
}

function attachedMethod(intent: PaymentIntent): TestMethod | undefined {
  return intent.payment_method ? findMethod(intent.payment_method) : undefined;
}

function confirmationOf(params: Params): Confirmation {
  return { offSession: flag(params, 'off_session'), returnUrl: text(params, 'return_url') ?? null };
}

function missingMethod() {
  const message = "You cannot confirm this PaymentIntent because it's missing a payment method.";
  return invalidRequest(message, { code: 'parameter_missing', param: 'payment_method' });
}

function requireReturnUrl(automatic: PaymentIntent['automatic_payment_methods'], { returnUrl }: Confirmation): void {
  if (!automatic?.enabled || automatic.allow_redirects === 'never' || returnUrl) return;
  const message =
    'This PaymentIntent accepts payment methods that might redirect your customer, so you must provide a `return_url`. ' +
    'To accept none of these, set `automatic_payment_methods[allow_redirects]` to `never`.';
  throw invalidRequest(message, { param: 'return_url' });
}
