import { refundsFailed } from '../../kit/telemetry.ts';
import { present } from './ask.ts';
import { sendUnsent } from './give-back.ts';
import { learn } from './learn.ts';
import type { ProviderRefund } from './provider.ts';
import { getPayment } from './rows.ts';
import type { Tools } from './tools.ts';

export type OpenRefund = { id: string; paymentId: string; providerRefundId: string | null };

/**
 * Writes down how a refund stands, forward only: two who have asked may write in another order than they have heard. It
 * may fail days later; the money is ours again then, and a person must find another way.
 */
export async function learnRefund({ sql, log }: Pick<Tools, 'sql' | 'log'>, refund: ProviderRefund): Promise<void> {
  const changed = await sql`
    UPDATE refunds SET status = ${refund.status}
    WHERE provider_refund_id = ${refund.id}
      AND array_position(ARRAY['PENDING', 'SUCCEEDED', 'FAILED'], status) < array_position(ARRAY['PENDING', 'SUCCEEDED', 'FAILED'], ${refund.status})`;
  if (refund.status !== 'FAILED' || changed.count === 0) return;
  refundsFailed.inc();
  log.error({ refund_id: refund.id }, 'a refund has failed: the buyer has not got the money');
}

/** Asks about a refund that no webhook has settled; sends it, under the key it has, when nobody has. */
export async function checkRefund(tools: Tools, refund: OpenRefund): Promise<void> {
  if (refund.providerRefundId) {
    const found = await tools.provider.retrieveRefund(refund.providerRefundId);
    if (found) await learnRefund(tools, found);
  } else {
    await sendForgotten(tools, refund.paymentId);
  }
  // A refund that has succeeded can still fail for some weeks.
  await tools.sql`
    UPDATE refunds SET check_after = CASE
      WHEN status = 'PENDING' THEN now()
      WHEN status = 'SUCCEEDED' AND provider_refund_id IS NOT NULL AND created_at > now() - interval '30 days' THEN now() + interval '1 day'
    END WHERE id = ${refund.id}`;
}

async function sendForgotten(tools: Tools, paymentId: string): Promise<void> {
  const { providerIntentId } = await getPayment(tools.sql, paymentId);
  if (!providerIntentId) throw new Error(`bug: payment ${paymentId} has a refund and no intent`);
  await sendUnsent(tools, paymentId, providerIntentId);
  await learn(tools, paymentId, await present(tools.provider, providerIntentId), { name: 'reconcile', tell: true });
}
