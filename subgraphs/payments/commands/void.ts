import { closeIntent } from '../close-intent.ts';
import { leaveTombstone } from '../open-payment.ts';
import { isDead, isUndecided, stepsThrough } from '../payment.ts';
import { ProviderUnavailable } from '../provider.ts';
import { findPayment } from '../rows.ts';
import type { Tools } from '../tools.ts';

const cause = { name: 'void', tell: false };

/**
 * Leaves no money with us: cancels the intent, or refunds what turns out to have been captured. Never refuses; a payment
 * that was never seen gets a tombstone. Throws `ProviderUnavailable` while the provider cannot be asked: call again.
 */
export async function voidPayment(tools: Tools, { paymentId }: { paymentId: string }): Promise<Record<string, never>> {
  const { sql, writer } = tools;
  for (;;) {
    const payment = await findPayment(sql, paymentId);
    if (!payment) {
      if (await leaveTombstone(sql, paymentId)) return {};
    } else if (payment.status === 'REFUNDED' || (isDead(payment.status) && !payment.intentOpen)) {
      return {};
    } else if (payment.providerIntentId) {
      const after = await closeIntent(tools, payment, payment.providerIntentId, `void_${paymentId}`, cause);
      if (!isUndecided(after.status)) return {};
      throw new ProviderUnavailable(`It is not certain yet that no money was taken for payment ${paymentId}.`, { answered: false });
    } else if (await writer.advance({ payment, steps: stepsThrough(payment.status, ['CANCELED']), cause: cause.name })) {
      // Without an intent nothing can have been paid, and `createIntent` stores none in a payment that is VOIDED.
      return {};
    }
  }
}
