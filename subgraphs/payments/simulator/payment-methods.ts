import { paymentMethodId } from './ids.ts';
import type { CardChecks } from './objects.ts';

/** Why a card is refused: Stripe's `code`, the issuer's `decline_code`, and the words for the customer. */
export interface Decline {
  code: string;
  declineCode: string;
  message: string;
  param?: string;
  /** Refused by Radar before the network was asked. */
  blocked?: boolean;
}

/** What one of Stripe's test payment methods does. Absent means: nothing unusual. */
export interface TestMethod {
  token: string;
  id: string;
  number: string;
  /** `on_session`: only while the customer is present; `always`: off session it is declined. */
  authentication?: 'always' | 'on_session';
  decline?: Decline;
  dispute?: 'fraudulent' | 'product_not_received' | 'inquiry';
  refund?: 'pending_then_succeeds' | 'succeeds_then_fails';
  risk?: 'elevated' | 'highest';
  checks?: Partial<CardChecks>;
  funding?: 'debit';
}

const declined = (declineCode: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  declineCode,
  message,
});

const GENERIC = declined('generic_decline');
const VELOCITY = 'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.';
const EXPIRED: Decline = {
  code: 'expired_card',
  declineCode: 'expired_card',
  message: 'Your card has expired.',
  param: 'exp_month',
};
const WRONG_CVC: Decline = {
  code: 'incorrect_cvc',
  declineCode: 'incorrect_cvc',
  message: "Your card's security code is incorrect.",
  param: 'cvc',
};
const PROCESSING: Decline = {
  code: 'processing_error',
  declineCode: 'processing_error',
  message: 'An error occurred while processing your card. Try again in a little bit.',
};
const RADAR: Decline = { ...declined('fraudulent'), blocked: true };

/** The answer to an off-session charge on a card whose issuer insists on meeting the customer. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

const method = (token: string, number: string, rules: Partial<TestMethod> = {}): TestMethod => ({
  ...rules,
  token: `pm_card_${token}`,
  id: paymentMethodId(`pm_card_${token}`),
  number,
});

export const TEST_METHODS: readonly TestMethod[] = [
  method('visa', '4242424242424242'),
  method('mastercard', '5555555555554444'),
  method('amex', '378282246310005'),
  method('visa_debit', '4000056655665556', { funding: 'debit' }),
  method('visa_chargeDeclined', '4000000000000002', { decline: GENERIC }),
  method('chargeDeclined', '4000000000000002', { decline: GENERIC }),
  method('visa_chargeDeclinedInsufficientFunds', '4000000000009995', {
    decline: declined('insufficient_funds', 'Your card has insufficient funds.'),
  }),
  method('visa_chargeDeclinedLostCard', '4000000000009987', { decline: declined('lost_card') }),
  method('visa_chargeDeclinedStolenCard', '4000000000009979', { decline: declined('stolen_card') }),
  method('visa_chargeDeclinedVelocityLimitExceeded', '4000000000006975', {
    decline: declined('card_velocity_exceeded', VELOCITY),
  }),
  method('chargeDeclinedExpiredCard', '4000000000000069', { decline: EXPIRED }),
  method('chargeDeclinedIncorrectCvc', '4000000000000127', { decline: WRONG_CVC, checks: { cvc_check: 'fail' } }),
  method('chargeDeclinedProcessingError', '4000000000000119', { decline: PROCESSING }),
  method('chargeCustomerFail', '4000000000000341', { decline: GENERIC }),
  method('authenticationRequired', '4000002760003184', { authentication: 'always' }),
  // Without customers nothing is ever set up beforehand, so this one always asks.
  method('authenticationRequiredOnSetup', '4000002500003155', { authentication: 'always' }),
  method('authenticationRequiredSetupForOffSession', '4000003800000446', { authentication: 'on_session' }),
  method('threeDSecure2Required', '4000000000003220', { authentication: 'always' }),
  method('threeDSecureRequiredChargeDeclined', '4000008400001629', { authentication: 'always', decline: GENERIC }),
  method('threeDSecureRequiredProcessingError', '4000008400001280', { authentication: 'always', decline: PROCESSING }),
  method('threeDSecureOptional', '4000000000003055'),
  method('createDispute', '4000000000000259', { dispute: 'fraudulent' }),
  method('createDisputeProductNotReceived', '4000000000002685', { dispute: 'product_not_received' }),
  method('createDisputeInquiry', '4000000000001976', { dispute: 'inquiry' }),
  method('radarBlock', '4100000000000019', { decline: RADAR, risk: 'highest' }),
  // A new Stripe account blocks the highest risk by its default rule.
  method('riskLevelHighest', '4000000000004954', { decline: RADAR, risk: 'highest' }),
  method('riskLevelElevated', '4000000000009235', { risk: 'elevated' }),
  method('cvcCheckFail', '4000000000000101', { checks: { cvc_check: 'fail' } }),
  method('avsZipFail', '4000000000000036', { checks: { address_postal_code_check: 'fail' } }),
  method('pendingRefund', '4000000000007726', { refund: 'pending_then_succeeds' }),
  method('refundFail', '4000000000005126', { refund: 'succeeds_then_fails' }),
  method('bypassPending', '4000000000000077'),
];

const byName = new Map(
  TEST_METHODS.flatMap(
    (each) =>
      [
        [each.token, each],
        [each.id, each],
      ] as const,
  ),
);

/** Finds a test method by its token (`pm_card_visa`) or by the id that objects carry (`pm_1...`). */
export function findMethod(name: string): TestMethod | undefined {
  return byName.get(name);
}
