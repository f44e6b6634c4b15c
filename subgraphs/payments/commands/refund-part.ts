import { type Refused, refuse } from '../../../kit/refusal.ts';
import { present } from '../ask.ts';
import { giveBack, RefundRefused, sendUnsent } from '../give-back.ts';
import { learn } from '../learn.ts';
import { paymentColumns, type PaymentRow } from '../rows.ts';
import type { Tools } from '../tools.ts';
import { PAID_ONCE, refundKey } from './refund-order.ts';

const cause = { name: 'refund', tell: false };

type Part = { orderId: string; key: string; amountMinor: number; reason?: string | null };

/**
 * Gives so much of an order's payment back. What was written down before is sent first, so that the provider's own count of what is
 * back is complete; then the payment's row is locked, and no two refunds count on the same money.
 */
export async function refundPart(
  tools: Tools,
  { orderId, key: given, amountMinor, reason }: Part,
): Promise<Refused | { refundedMinor: number }> {
  const { sql, provider } = tools;
  const key = refundKey(orderId, given);
  const [payment] = await sql<PaymentRow[]>`SELECT ${paymentColumns(sql)} FROM payments WHERE order_id = ${orderId}`;
  if (!payment?.providerIntentId || !PAID_ONCE.has(payment.status)) return tooMuch();
  try {
    await sendUnsent(tools, payment.id, payment.providerIntentId);
    const intent = await present(provider, payment.providerIntentId);
    const refundedMinor = await giveBack(tools, { payment, intent, key, reason: reason ?? null, amountMinor });
    await learn(tools, payment.id, await present(provider, intent.id), cause);
    return refundedMinor === 0 ? refusalOf(tools, key) : { refundedMinor };
  } catch (error) {
    if (!(error instanceof RefundRefused && error.key === key)) throw error;
    await sql`UPDATE refunds SET status = 'FAILED', check_after = NULL WHERE key = ${key} AND status = 'PENDING' AND provider_refund_id IS NULL`;
    return refusalOf(tools, key);
  }
}

const tooMuch = () => refuse('REFUND_EXCEEDS_PAYMENT', 'Less than that is left of the payment.', ['amountMinor']);

/** Nothing is given back under this key: it was never written down, or the provider has said no. */
async function refusalOf({ sql }: Tools, key: string): Promise<Refused> {
  const [own] = await sql`SELECT 1 FROM refunds WHERE key = ${key}`;
  return own ? refuse('REFUND_REFUSED', 'The payment provider does not give this back; see its dashboard.', ['orderId']) : tooMuch();
}
