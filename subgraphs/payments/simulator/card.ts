import type { BillingDetails, CardChecks, PaymentMethod } from './objects.ts';
import type { TestMethod } from './payment-methods.ts';

const PUBLISHED = 1_700_000_000;

/** No billing details: the shop keeps addresses, the simulator does not. */
export function noBillingDetails(): BillingDetails {
  const address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return { address, email: null, name: null, phone: null };
}

function brandOf(method: TestMethod): 'visa' | 'mastercard' | 'amex' {
  if (method.number.startsWith('5')) return 'mastercard';
  return method.number.startsWith('3') ? 'amex' : 'visa';
}

function checksOf(method: TestMethod): CardChecks {
  return { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass', ...method.checks };
}

function faceOf(method: TestMethod) {
  return {
    brand: brandOf(method),
    checks: checksOf(method),
    country: 'US',
    exp_month: 12,
    exp_year: new Date().getUTCFullYear() + 4,
    fingerprint: method.id.slice(-16),
    funding: method.funding ?? 'credit',
    last4: method.number.slice(-4),
    wallet: null,
  };
}

/** The payment method as `GET /v1/payment_methods/:id` shows it. */
export function paymentMethodOf(method: TestMethod): PaymentMethod {
  return {
    id: method.id,
    object: 'payment_method',
    billing_details: noBillingDetails(),
    card: {
      ...faceOf(method),
      generated_from: null,
      networks: { available: [brandOf(method)], preferred: null },
      three_d_secure_usage: { supported: true },
    },
    created: PUBLISHED,
    customer: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

/** The card as a charge remembers it. */
export function cardDetailsOf(method: TestMethod): Record<string, unknown> {
  return { ...faceOf(method), installments: null, mandate: null, network: brandOf(method), three_d_secure: null };
}
