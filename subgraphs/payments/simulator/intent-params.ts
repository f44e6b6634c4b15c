import { invalidRequest } from './api-error.ts';
import type { Params } from './form.ts';
import type { PaymentIntent } from './objects.ts';
import { flag, integer, metadata, oneOf, onlyKnown, record, requiredText, text, texts } from './params.ts';
import type { NewIntent } from './payment-intent.ts';

const KNOWN = [
  'amount',
  'currency',
  'automatic_payment_methods',
  'capture_method',
  'confirm',
  'confirmation_method',
  'description',
  'metadata',
  'off_session',
  'payment_method',
  'payment_method_types',
  'receipt_email',
  'return_url',
  'transfer_group',
  'use_stripe_sdk',
];

// Half a dollar's worth, as published by Stripe for the commonest currencies; 50 elsewhere.
const LEAST: Record<string, number> = {
  gbp: 30,
  dkk: 250,
  nok: 300,
  sek: 300,
  mxn: 1000,
  pln: 200,
  czk: 1500,
  huf: 17500,
  hkd: 400,
};
const MOST = 99_999_999;
/** Their last digit must be 0, since card networks know no third decimal. */
const THREE_DECIMALS = ['bhd', 'jod', 'kwd', 'omr', 'tnd'];

/** The parameters of `POST /v1/payment_intents`, checked. */
export function newIntentOf(params: Params, paymentMethod: string | null): NewIntent {
  onlyKnown(params, KNOWN);
  const amountGiven = requiredText(params, 'amount') && integer(params, 'amount', 0);
  const currency = requiredText(params, 'currency').toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) throw invalidRequest(`Invalid currency: ${currency}.`, { param: 'currency' });
  const types = texts(params, 'payment_method_types');
  if (types?.some((type) => type !== 'card')) {
    const message = 'The simulator knows one payment method type: card.';
    throw invalidRequest(message, { code: 'payment_intent_invalid_parameter', param: 'payment_method_types' });
  }
  return {
    amount: requireAmount(amountGiven || 0, currency),
    currency,
    captureMethod: oneOf(params, 'capture_method', ['automatic', 'automatic_async', 'manual'] as const) ?? 'automatic_async',
    confirmationMethod: oneOf(params, 'confirmation_method', ['automatic', 'manual'] as const) ?? 'automatic',
    automatic: automaticMethodsOf(params),
    types: types ?? ['card'],
    description: text(params, 'description') ?? null,
    receiptEmail: text(params, 'receipt_email') ?? null,
    transferGroup: text(params, 'transfer_group') ?? null,
    metadata: metadata(params),
    paymentMethod,
  };
}

/** Which payment methods Stripe picks by itself: since 2023 it does, redirects included, unless types are named. */
export function automaticMethodsOf(params: Params): PaymentIntent['automatic_payment_methods'] {
  const given = record(params, 'automatic_payment_methods');
  const asked = params.automatic_payment_methods !== undefined;
  if (asked && params.payment_method_types !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: automatic_payment_methods, payment_method_types.');
  }
  if (params.payment_method_types !== undefined || (asked && !flag(given, 'enabled'))) return null;
  return { enabled: true, allow_redirects: oneOf(given, 'allow_redirects', ['always', 'never'] as const) ?? 'always' };
}

/** The amount in minor units, when Stripe would charge it (`amount_too_small`, `amount_too_large`, `parameter_invalid_integer`). */
export function requireAmount(amount: number, currency: string): number {
  const least = LEAST[currency] ?? 50;
  if (amount < least) {
    const message = `Amount must be at least ${least} ${currency} in minor units.`;
    throw invalidRequest(message, { code: 'amount_too_small', param: 'amount' });
  }
  if (THREE_DECIMALS.includes(currency) && amount % 10 !== 0) {
    throw invalidRequest(`Amounts in ${currency} must end in 0.`, { code: 'parameter_invalid_integer', param: 'amount' });
  }
  if (amount <= MOST) return amount;
  throw invalidRequest(`Amount must be no more than ${MOST} in minor units.`, { code: 'amount_too_large', param: 'amount' });
}
