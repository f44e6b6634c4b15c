import { type ApiError, invalidRequest } from './api-error.ts';
import type { Context } from './event.ts';
import { newClientSecret, newId } from './ids.ts';
import type { IntentStatus, Metadata, PaymentIntent } from './objects.ts';

const END: readonly IntentStatus[] = ['requires_capture', 'succeeded', 'canceled'];
const TRYING: readonly IntentStatus[] = ['requires_payment_method', 'requires_confirmation', 'requires_action', 'processing', ...END];

/** Every legal change of status. Staying in `requires_payment_method` is a second declined attempt. */
export const TRANSITIONS: Record<IntentStatus, readonly IntentStatus[]> = {
  requires_payment_method: TRYING,
  requires_confirmation: TRYING,
  requires_action: TRYING,
  processing: ['requires_payment_method', ...END],
  requires_capture: ['succeeded', 'canceled'],
  succeeded: [],
  canceled: [],
};

/** The intent in its new status. A change that is not in the table is a bug of the simulator and throws. */
export function moveTo(intent: PaymentIntent, status: IntentStatus, fields: Partial<PaymentIntent> = {}): PaymentIntent {
  if (!TRANSITIONS[intent.status].includes(status)) throw new Error(`bug: ${intent.id} from ${intent.status} to ${status}`);
  return { ...intent, next_action: null, ...fields, status };
}

/** Refuses, as Stripe does, what the intent's status does not allow (`payment_intent_unexpected_state`). */
export function requireStatus(intent: PaymentIntent, verb: string, allowed: readonly IntentStatus[]): void {
  if (allowed.includes(intent.status)) return;
  const only = `Only a PaymentIntent with one of the following statuses may be ${verb}: ${allowed.join(', ')}.`;
  throw unexpectedState(intent, `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}. ${only}`);
}

/** 400 `payment_intent_unexpected_state`, carrying the intent as it is. */
export function unexpectedState(intent: PaymentIntent, message: string): ApiError {
  return invalidRequest(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
}

export interface NewIntent {
  amount: number;
  currency: string;
  captureMethod: PaymentIntent['capture_method'];
  confirmationMethod: PaymentIntent['confirmation_method'];
  automatic: PaymentIntent['automatic_payment_methods'];
  types: string[];
  description: string | null;
  receiptEmail: string | null;
  transferGroup: string | null;
  metadata: Metadata;
  paymentMethod: string | null;
}

/** An intent nobody has tried to pay yet. */
export function newIntent(given: NewIntent, context: Context): PaymentIntent {
  const id = newId('pi');
  return {
    id,
    object: 'payment_intent',
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: given.automatic,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: given.captureMethod,
    client_secret: newClientSecret(id),
    confirmation_method: given.confirmationMethod,
    created: context.now,
    currency: given.currency,
    customer: null,
    description: given.description,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: given.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: given.paymentMethod,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: given.types,
    processing: null,
    receipt_email: given.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: given.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: null,
    transfer_group: given.transferGroup,
  };
}
