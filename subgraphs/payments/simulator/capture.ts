import { invalidRequest } from './api-error.ts';
import { withDispute } from './confirmation.ts';
import type { Effect } from './effect.ts';
import { type Context, eventOf } from './event.ts';
import type { Charge, PaymentIntent } from './objects.ts';
import { moveTo, requireStatus } from './payment-intent.ts';
import type { TestMethod } from './payment-methods.ts';

/** Takes the authorized money, or a part of it; the rest is released. More than was authorized is refused. */
export function captureIntent(
  intent: PaymentIntent,
  charge: Charge | undefined,
  method: TestMethod | undefined,
  amount: number | undefined,
  context: Context,
): Effect {
  requireStatus(intent, 'captured', ['requires_capture']);
  if (!charge) throw new Error(`bug: ${intent.id} requires capture and has no charge`);
  const taken = (amount ?? intent.amount_capturable) - context.shortBy;
  if (taken > intent.amount_capturable) {
    const message = `The remaining amount on this PaymentIntent is ${intent.amount_capturable}; ${taken} cannot be captured.`;
    throw invalidRequest(message, { code: 'amount_too_large', param: 'amount_to_capture', payment_intent: intent });
  }
  const captured: Charge = { ...charge, captured: true, amount_captured: taken };
  const done = moveTo(intent, 'succeeded', { amount_capturable: 0, amount_received: taken });
  const events = [
    eventOf(context, 'charge.captured', captured, { amount_captured: 0, captured: false }),
    eventOf(context, 'payment_intent.succeeded', done),
  ];
  const changes = { intent: done, charge: captured, events };
  return { changes: method ? withDispute(changes, method, context) : changes, answer: { status: 200, object: done } };
}

/** Gives the payment up; an authorization is released. Money that was taken cannot be given up, only refunded. */
export function cancelIntent(intent: PaymentIntent, reason: string | undefined, context: Context): Effect {
  requireStatus(intent, 'canceled', [
    'requires_payment_method',
    'requires_capture',
    'requires_confirmation',
    'requires_action',
    'processing',
  ]);
  const canceled = moveTo(intent, 'canceled', {
    amount_capturable: 0,
    canceled_at: context.now,
    cancellation_reason: reason ?? null,
  });
  const events = [eventOf(context, 'payment_intent.canceled', canceled)];
  return { changes: { intent: canceled, events }, answer: { status: 200, object: canceled } };
}
