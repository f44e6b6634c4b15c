import { existsSync, readFileSync } from 'node:fs';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_METHODS } from './payment-methods.ts';
import { CARD_PAYMENT, PATIENTLY, refusalOf, simulatorSuite } from './simulator-suite.ts';

const PUBLISHED = new URL('../../../../shared/data/stripe/test-payment-methods.json', import.meta.url);

/** What a confirm with each card ends in, on session. */
const OUTCOMES: Record<string, string> = {
  visa: 'succeeded',
  mastercard: 'succeeded',
  amex: 'succeeded',
  visa_debit: 'succeeded',
  visa_chargeDeclined: 'card_declined/generic_decline',
  chargeDeclined: 'card_declined/generic_decline',
  visa_chargeDeclinedInsufficientFunds: 'card_declined/insufficient_funds',
  visa_chargeDeclinedLostCard: 'card_declined/lost_card',
  visa_chargeDeclinedStolenCard: 'card_declined/stolen_card',
  visa_chargeDeclinedVelocityLimitExceeded: 'card_declined/card_velocity_exceeded',
  chargeDeclinedExpiredCard: 'expired_card/expired_card',
  chargeDeclinedIncorrectCvc: 'incorrect_cvc/incorrect_cvc',
  chargeDeclinedProcessingError: 'processing_error/processing_error',
  chargeCustomerFail: 'card_declined/generic_decline',
  authenticationRequired: 'requires_action, then succeeded',
  authenticationRequiredOnSetup: 'requires_action, then succeeded',
  authenticationRequiredSetupForOffSession: 'requires_action, then succeeded',
  threeDSecure2Required: 'requires_action, then succeeded',
  threeDSecureRequiredChargeDeclined: 'requires_action, then card_declined/generic_decline',
  threeDSecureRequiredProcessingError: 'requires_action, then processing_error/processing_error',
  threeDSecureOptional: 'succeeded',
  createDispute: 'succeeded, disputed fraudulent',
  createDisputeProductNotReceived: 'succeeded, disputed product_not_received',
  createDisputeInquiry: 'succeeded, disputed general',
  radarBlock: 'card_declined/fraudulent',
  riskLevelHighest: 'card_declined/fraudulent',
  riskLevelElevated: 'succeeded',
  cvcCheckFail: 'succeeded',
  avsZipFail: 'succeeded',
  pendingRefund: 'succeeded',
  refundFail: 'succeeded',
  bypassPending: 'succeeded',
};

let suite: Awaited<ReturnType<typeof simulatorSuite>>;
beforeAll(async () => {
  suite = await simulatorSuite({ refundSettleMs: 20 });
});
afterAll(() => suite.end());

async function outcomeOf(payment_method: string): Promise<string> {
  const { id } = await suite.stripe.paymentIntents.create(CARD_PAYMENT);
  try {
    const confirmed = await suite.stripe.paymentIntents.confirm(id, { payment_method });
    if (confirmed.status !== 'requires_action') return `${confirmed.status}${await disputeOf(id)}`;
  } catch (error) {
    const { code, decline_code, payment_intent } = error as Stripe.errors.StripeCardError;
    expect(payment_intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code, decline_code } });
    return `${code}/${decline_code}`;
  }
  const answer = await suite.request('POST', `/v1/test_helpers/payment_intents/${id}/authenticate`, 'outcome=succeeded');
  const after = (await answer.json()) as Stripe.PaymentIntent;
  const { code, decline_code } = after.last_payment_error ?? {};
  return `requires_action, then ${code ? `${code}/${decline_code}` : after.status}`;
}

async function disputeOf(payment_intent: string): Promise<string> {
  const disputes = await suite.stripe.disputes.list({ payment_intent });
  return disputes.data.map((dispute) => `, disputed ${dispute.reason}`).join();
}

describe('test payment methods', () => {
  it.each(TEST_METHODS.map((method) => method.token))('%s does what it is for', async (token) => {
    expect(await outcomeOf(token)).toBe(OUTCOMES[token.replace('pm_card_', '')]);
  });

  it.skipIf(!existsSync(PUBLISHED))('are those that Stripe publishes, number by number (needs shared/data)', () => {
    const published = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as { paymentMethod: string; number: string }[];
    const ours = TEST_METHODS.map(({ token, number }) => ({ paymentMethod: token, number }));
    expect(ours).toEqual(published.map(({ paymentMethod, number }) => ({ paymentMethod, number })));
  });

  it('cannot be charged off session when the bank insists on meeting the customer', async () => {
    const pay = (payment_method: string) =>
      suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, payment_method, confirm: true, off_session: true });
    expect(await refusalOf(pay('pm_card_authenticationRequired'))).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
    });
    expect((await pay('pm_card_authenticationRequiredSetupForOffSession')).status).toBe('succeeded');
  });

  it('unknown: 400 resource_missing', async () => {
    const call = suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, payment_method: 'pm_card_nonsense' });
    expect(await refusalOf(call)).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'payment_method' });
  });

  it('pendingRefund settles later, refundFail fails later and gives the money back to the charge', async () => {
    const refundOf = async (payment_method: string) => {
      const intent = await suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, payment_method, confirm: true });
      return suite.stripe.refunds.create({ payment_intent: intent.id });
    };
    const pending = await refundOf('pm_card_pendingRefund');
    const failing = await refundOf('pm_card_refundFail');
    expect([pending.status, failing.status]).toEqual(['pending', 'succeeded']);
    await expect.poll(async () => (await suite.stripe.refunds.retrieve(pending.id)).status, PATIENTLY).toBe('succeeded');
    await expect.poll(async () => (await suite.stripe.refunds.retrieve(failing.id)).status, PATIENTLY).toBe('failed');
    const charge = await suite.stripe.charges.retrieve(failing.charge as string);
    expect(charge).toMatchObject({ amount_refunded: 0, refunded: false });
  });
});
