import type { Refused } from '../../../kit/refusal.ts';
import { present } from '../ask.ts';
import { closeIntent } from '../close-intent.ts';
import { confirmIntent, isUntried } from '../confirm-intent.ts';
import { createIntent } from '../create-intent.ts';
import { learn } from '../learn.ts';
import { isMismatch } from '../observation.ts';
import { type AuthorizeInput, openPayment } from '../open-payment.ts';
import { ProviderUnavailable } from '../provider.ts';
import { failedBecause, paymentMethodNotFound, paymentVoided } from '../refusals.ts';
import type { PaymentRow } from '../rows.ts';
import type { Tools } from '../tools.ts';

type Authorized = { status: 'AUTHORIZED' } | { status: 'REQUIRES_ACTION'; clientSecret: string };

const cause = { name: 'authorize', tell: false };

/**
 * Asks the provider for the order's money without taking it yet. Goes on wherever an earlier call has stopped; a payment
 * that is decided is answered from its row. Throws `ProviderUnavailable` while the outcome is not known.
 */
export async function authorize(tools: Tools, input: AuthorizeInput): Promise<Authorized | Refused> {
  if (!/^[\x21-\x7e]{1,255}$/.test(input.paymentMethodId)) return paymentMethodNotFound();
  const payment = await openPayment(tools, input);
  return answerOf(await withoutOpenEnd(tools, await decide(tools, payment)));
}

async function decide(tools: Tools, payment: PaymentRow): Promise<PaymentRow> {
  if (payment.status !== 'INITIATED' && payment.status !== 'REQUIRES_ACTION') return payment;
  if (payment.providerIntentId) return goOn(tools, payment, payment.providerIntentId);
  const created = await createIntent(tools, payment);
  return created.status === 'INITIATED' && created.providerIntentId ? confirmIntent(tools, created, created.providerIntentId) : created;
}

/** An earlier call has got as far as the intent, and perhaps further. */
async function goOn(tools: Tools, payment: PaymentRow, intentId: string): Promise<PaymentRow> {
  const intent = await present(tools.provider, intentId);
  if (!isUntried(intent) || isMismatch(payment, intent)) return learn(tools, payment.id, intent, cause);
  return confirmIntent(tools, payment, intentId);
}

/** A refused payment's intent is cancelled, so that nobody can pay it later. The poller repeats what does not succeed here. */
async function withoutOpenEnd(tools: Tools, payment: PaymentRow): Promise<PaymentRow> {
  if (payment.status !== 'FAILED' || !payment.intentOpen || !payment.providerIntentId) return payment;
  try {
    return await closeIntent(tools, payment, payment.providerIntentId, `orphan_${payment.id}`, cause);
  } catch (error) {
    tools.log.warn({ err: error, payment_id: payment.id, order_id: payment.orderId }, 'the intent of a refused payment stays open for now');
    return payment;
  }
}

function answerOf(payment: PaymentRow): Authorized | Refused {
  switch (payment.status) {
    case 'AUTHORIZED':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
      return { status: 'AUTHORIZED' };
    case 'REQUIRES_ACTION':
      return { status: 'REQUIRES_ACTION', clientSecret: payment.clientSecret ?? '' };
    case 'FAILED':
      return failedBecause(payment.declineCode);
    case 'VOIDED':
    case 'REFUNDED':
      return paymentVoided();
    case 'INITIATED':
      throw new ProviderUnavailable('The payment provider has not decided yet.', { answered: false });
  }
}
