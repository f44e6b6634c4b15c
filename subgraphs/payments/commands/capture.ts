import { refuse, type Refused } from '../../../kit/refusal.ts';
import { ask, present } from '../ask.ts';
import { learn } from '../learn.ts';
import { isMismatch } from '../observation.ts';
import { isPaid } from '../payment.ts';
import { ProviderUnavailable } from '../provider.ts';
import { failedBecause, MISMATCH, paymentDeclined } from '../refusals.ts';
import { nextRound, type PaymentRow } from '../rows.ts';
import type { Tools } from '../tools.ts';

const cause = { name: 'capture', tell: false };

/** Takes the authorized money, all of it and once. Throws `ProviderUnavailable` while it is not known whether it was taken. */
export async function capture(tools: Tools, { paymentId }: { paymentId: string }): Promise<Record<string, never> | Refused> {
  const payment = await upToDate(tools, await paymentNow(tools, paymentId));
  if (isPaid(payment.status)) return {};
  if (payment.status !== 'AUTHORIZED' || !payment.providerIntentId) return authorizationGone(payment);
  return take(tools, payment, payment.providerIntentId);
}

async function take(tools: Tools, payment: PaymentRow, intentId: string): Promise<Record<string, never> | Refused> {
  const { intent, refusal } = await ask(tools.provider, {
    intentId,
    key: `capture_${payment.id}`,
    round: payment.keyRound,
    usedUp: () => nextRound(tools.sql, payment),
    call: (key) => tools.provider.capture(intentId, key),
    isUntouched: (seen) => seen.status === 'requires_capture',
  });
  const after = await learn(tools, payment.id, intent, cause, payment);
  if (isPaid(after.status)) return {};
  if (isMismatch(payment, intent)) return failedBecause(MISMATCH);
  if (after.status !== 'AUTHORIZED') return authorizationGone(after);
  if (refusal) return paymentDeclined(refusal.declineCode ?? refusal.code);
  throw new ProviderUnavailable('The payment provider has not taken the money yet.', { answered: false });
}

async function paymentNow({ writer }: Tools, paymentId: string): Promise<PaymentRow> {
  const payment = await writer.find(paymentId);
  if (!payment) throw new Error(`bug: there is no payment ${paymentId}`);
  return payment;
}

/** A payment that was not authorized when we last looked may be by now. */
async function upToDate(tools: Tools, payment: PaymentRow): Promise<PaymentRow> {
  if ((payment.status !== 'INITIATED' && payment.status !== 'REQUIRES_ACTION') || !payment.providerIntentId) return payment;
  return learn(tools, payment.id, await present(tools.provider, payment.providerIntentId), cause);
}

function authorizationGone({ status, declineCode }: PaymentRow): Refused {
  if (status === 'FAILED') return failedBecause(declineCode);
  if (status === 'INITIATED' || status === 'REQUIRES_ACTION')
    return refuse('PAYMENT_NOT_AUTHORIZED', 'This payment is not authorized yet.');
  return paymentDeclined('authorization_gone');
}
