import { present } from './ask.ts';
import { giveBack } from './give-back.ts';
import { type Cause, learn } from './learn.ts';
import { isClosed } from './observation.ts';
import { isDead, isPaid } from './payment.ts';
import { type Intent, ProviderUnavailable } from './provider.ts';
import type { PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/**
 * Leaves no money and no authorization under a payment's intent: cancels it, or refunds all of it under `refundKey` when
 * it turns out to have been captured. Repeatable; throws `ProviderUnavailable` while that is not certain.
 */
export async function closeIntent(
  tools: Tools,
  payment: PaymentRow,
  intentId: string,
  refundKey: string,
  cause: Cause,
): Promise<PaymentRow> {
  const intent = isPaid(payment.status) ? await present(tools.provider, intentId) : await cancelled(tools, intentId);
  if (intent.status === 'succeeded' && !isClosed(intent)) {
    await giveBack(tools, { payment, intent, key: refundKey, reason: cause.name });
    return learn(tools, payment.id, await present(tools.provider, intentId), cause);
  }
  if (!isClosed(intent)) throw new ProviderUnavailable(`The payment provider does not cancel ${intentId} yet.`, { answered: false });
  return learn(tools, payment.id, intent, cause);
}

async function cancelled({ provider }: Tools, intentId: string): Promise<Intent> {
  const answer = await provider.cancel(intentId);
  return answer.kind === 'intent' ? answer.intent : present(provider, intentId);
}

/** Learns how the intent stands, and where our payment is dead already, gives back what has arrived for it all the same. */
export async function catchUp(tools: Tools, paymentId: string, intent: Intent, cause: Cause): Promise<PaymentRow> {
  const payment = await learn(tools, paymentId, intent, cause);
  if (!isDead(payment.status) || isClosed(intent)) return payment;
  return closeIntent(tools, payment, intent.id, `orphan_${payment.id}`, cause);
}
