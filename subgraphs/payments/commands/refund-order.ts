import { sha256 } from '../../../kit/sign.ts';
import { present } from '../ask.ts';
import { giveBack } from '../give-back.ts';
import { learn } from '../learn.ts';
import { paymentColumns, type PaymentRow } from '../rows.ts';
import type { Tools } from '../tools.ts';

const cause = { name: 'refund', tell: false };
export const PAID_ONCE = new Set(['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

export type RefundInput = { orderId: string; key: string; reason?: string | null };

/** Gives back all that is left of an order's payment; nothing when nothing was captured, or when another key was first. */
export async function refundOrder(tools: Tools, { orderId, key, reason }: RefundInput): Promise<{ refundedMinor: number }> {
  const { sql, provider } = tools;
  const [payment] = await sql<PaymentRow[]>`SELECT ${paymentColumns(sql)} FROM payments WHERE order_id = ${orderId}`;
  if (!payment?.providerIntentId || !PAID_ONCE.has(payment.status)) return { refundedMinor: 0 };
  const intent = await present(provider, payment.providerIntentId);
  const refundedMinor = await giveBack(tools, { payment, intent, key: refundKey(orderId, key), reason: reason ?? null });
  await learn(tools, payment.id, await present(provider, intent.id), cause);
  return { refundedMinor };
}

/** A caller's key counts within its order; the provider takes keys of at most 255 characters. */
export const refundKey = (orderId: string, key: string): string =>
  `refund_${orderId}_${/^[\x21-\x7e]{1,180}$/.test(key) ? key : sha256(key)}`;
