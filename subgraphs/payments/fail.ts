import { stepsThrough } from './payment.ts';
import { advance, getPayment, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/** Ends a payment that nothing came of as FAILED, for this reason, unless somebody has moved it meanwhile. */
export async function fail({ sql }: Tools, payment: PaymentRow, reason: string): Promise<PaymentRow> {
  const steps = stepsThrough(payment.status, ['DECLINED']);
  return (await advance(sql, payment, steps, 'authorize', { declineCode: reason })) ?? getPayment(sql, payment.id);
}
