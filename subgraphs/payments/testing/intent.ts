import type { Intent, IntentStatus } from '../provider.ts';

/** An intent of 10.00 EUR as the provider would tell of it, captured in full where it succeeded. */
export const intent = (status: IntentStatus, more: Partial<Intent> = {}): Intent => ({
  id: 'pi_1',
  clientSecret: null,
  status,
  amountMinor: 1000,
  capturedMinor: status === 'succeeded' ? 1000 : 0,
  refundedMinor: 0,
  currencyCode: 'EUR',
  orderId: null,
  paymentId: null,
  failure: null,
  ...more,
});
