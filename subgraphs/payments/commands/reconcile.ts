import { abreast } from '../../../kit/abreast.ts';
import { lookAgain } from '../look-again.ts';
import { checkRefund, type OpenRefund } from '../refund-news.ts';
import type { Tools } from '../tools.ts';

type Due = { olderThanSeconds: number; limit: number };

const ABREAST = 8;

/**
 * Asks the provider about payments that are undecided, or dead with an intent that is or may be still open, and about
 * refunds that are not settled, none of which has been looked at for so long; least recently seen first, at most `limit`
 * of each. One that cannot be asked about does not keep the others waiting.
 */
export async function reconcile(tools: Tools, due: Due): Promise<{ checked: number }> {
  const payments = await paymentsDue(tools, due);
  const refunds = await refundsDue(tools, due);
  const unsure = await abreast(payments, ABREAST, (payment) => lookAgain(tools, payment).catch(warned(tools, { payment_id: payment.id })));
  const unsettled = await abreast(refunds, ABREAST, (refund) => checkRefund(tools, refund).catch(warned(tools, { refund_id: refund.id })));
  return { checked: payments.length + refunds.length - unsure.length - unsettled.length };
}

/** After 26 hours every saga that wanted a payment has ended: it waits for its buyer for a day at most. */
const paymentsDue = ({ sql }: Tools, { olderThanSeconds, limit }: Due) => sql<{ id: string; overdue: boolean }[]>`
  UPDATE payments SET checked_at = now() WHERE id IN (
    SELECT id FROM payments
    WHERE intent_open AND greatest(checked_at, updated_at) <= now() - ${olderThanSeconds} * interval '1 second'
    ORDER BY greatest(checked_at, updated_at) LIMIT ${limit} FOR UPDATE SKIP LOCKED)
  RETURNING id, created_at < now() - interval '26 hours' AS overdue`;

const refundsDue = ({ sql }: Tools, { olderThanSeconds, limit }: Due) => sql<OpenRefund[]>`
  UPDATE refunds SET check_after = now() WHERE id IN (
    SELECT id FROM refunds WHERE check_after <= now() - ${olderThanSeconds} * interval '1 second'
    ORDER BY check_after LIMIT ${limit} FOR UPDATE SKIP LOCKED)
  RETURNING id, payment_id AS "paymentId", provider_refund_id AS "providerRefundId"`;

const warned =
  ({ log }: Tools, about: object) =>
  (error: unknown): never => {
    log.warn({ err: error, ...about }, 'the provider could not be asked; the next round asks again');
    throw error;
  };
