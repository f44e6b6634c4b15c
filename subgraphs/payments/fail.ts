import { stepsThrough } from './payment.ts';
import { advance, getPayment, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/**
 * Ends a payment that nothing came of as FAILED, for this reason, unless somebody has moved it meanwhile. `intentOpen`:
 * whether the provider may hold an intent for it that is still to be cancelled.
 */
export async function fail({ sql }: Tools, payment: PaymentRow, reason: string, intentOpen = payment.intentOpen): Promise<PaymentRow> {
  const steps = stepsThrough(payment.status, ['DECLINED']);
  return (await advance(sql, payment, steps, 'authorize', { declineCode: reason, intentOpen })) ?? getPayment(sql, payment.id);
}
