import type { Sql } from 'postgres';
import type { z } from 'zod';
import { violated } from '../../kit/db.ts';
import type { payments } from './contract.ts';
import { findPayment, getPayment, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

export type AuthorizeInput = z.output<(typeof payments)['commands']['authorize']['input']>;

/** Writes the payment down as INITIATED, with its key and its exact request, or finds it; the provider is not asked yet. */
export async function openPayment(tools: Tools, input: AuthorizeInput): Promise<PaymentRow> {
  const found = await insertOrFind(tools, input);
  const isTombstone = found.orderId === null;
  if (isTombstone) return found;
  const same = found.orderId === input.orderId && found.amountMinor === input.amountMinor && found.currencyCode === input.currencyCode;
  if (!same) throw new Error(`bug: payment ${found.id} was opened for another order or amount`);
  return found;
}

/** Two workers who insert the same payment at once may meet at its order's key before they meet at its own. */
async function insertOrFind({ sql, writer, provider }: Tools, input: AuthorizeInput): Promise<PaymentRow> {
  const { paymentId, orderId, attemptId } = input;
  const metadata = { order_id: orderId, payment_id: paymentId, attempt_id: attemptId };
  const request = provider.prepareCreate({ ...input, metadata });
  try {
    return (await writer.open({ ...input, request })) ?? (await getPayment(sql, paymentId));
  } catch (error) {
    const found = violated(error) === 'payments_order' ? await findPayment(sql, paymentId) : null;
    if (!found) throw error;
    return found;
  }
}

/** Marks a payment as given up before it was ever opened, so that a late first call is turned away. False when it exists. */
export async function leaveTombstone(sql: Sql, paymentId: string): Promise<boolean> {
  const written = await sql`
    WITH opened AS (
      INSERT INTO payments (id, status, amount_minor, currency_code, payment_method_id) VALUES (${paymentId}, 'VOIDED', 0, 'XXX', '')
      ON CONFLICT (id) DO NOTHING RETURNING id, version, status
    )
    INSERT INTO payment_transitions (payment_id, seq, to_status, cause) SELECT id, version, status, 'void' FROM opened`;
  return written.count === 1;
}
