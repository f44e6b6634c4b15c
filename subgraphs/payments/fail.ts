import { stepsThrough } from './payment.ts';
import { getPayment, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/**
 * Ends a payment that nothing came of as FAILED, for this reason, unless somebody has moved it meanwhile. `intentOpen`:
 * whether the provider may hold an intent for it that is still to be cancelled.
 */
export async function fail(
  { sql, writer }: Tools,
  payment: PaymentRow,
  reason: string,
  intentOpen = payment.intentOpen,
): Promise<PaymentRow> {
  const steps = stepsThrough(payment.status, ['DECLINED']);
  return (
    (await writer.advance({ payment, steps, cause: 'authorize', changes: { declineCode: reason, intentOpen } })) ??
    getPayment(sql, payment.id)
  );
}
