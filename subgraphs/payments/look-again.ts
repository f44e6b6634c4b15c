import type { TransactionSql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import { emit, eventOf } from '../../kit/outbox.ts';
import { present } from './ask.ts';
import { catchUp, closeIntent } from './close-intent.ts';
import { payments } from './contract.ts';
import { findMade, storeIntent } from './create-intent.ts';
import { stepsThrough } from './payment.ts';
import { advance, getPayment, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

const cause = { name: 'reconcile', tell: true };

/**
 * Asks the provider about a payment that is open, and does what it says. `overdue`: whoever wanted it would have come by
 * now; if nothing has been paid it is given up, at the provider first.
 */
export async function lookAgain(tools: Tools, { id, overdue }: { id: string; overdue: boolean }): Promise<void> {
  const payment = await getPayment(tools.sql, id);
  if (!payment.providerIntentId) return lookForIntent(tools, payment, overdue);
  const after = await catchUp(tools, id, await present(tools.provider, payment.providerIntentId), cause);
  const isUnpaid = after.status === 'INITIATED' || after.status === 'REQUIRES_ACTION';
  if (overdue && isUnpaid) await closeIntent(tools, after, payment.providerIntentId, `orphan_${id}`, cause);
}

/** We do not know whether an intent was made. One that was is ours to use, or when the payment is dead, to cancel. */
async function lookForIntent(tools: Tools, payment: PaymentRow, overdue: boolean): Promise<void> {
  const made = await findMade(tools, payment);
  if (payment.status === 'INITIATED') {
    if (made[0]) await storeIntent(tools, payment, made[0]);
    else if (overdue) await giveUp(tools, payment);
    return;
  }
  for (const { id } of made) await tools.provider.cancel(id);
  if (made.length > 0) return;
  // The provider's search may be a minute late, and a call of ours may be under way.
  await tools.sql`
    UPDATE payments SET intent_open = false
    WHERE id = ${payment.id} AND status = ${payment.status} AND provider_intent_id IS NULL AND updated_at < now() - interval '5 minutes'`;
}

/** Without an intent nothing can have been paid, and none is stored in a payment that is VOIDED. */
async function giveUp(tools: Tools, payment: PaymentRow): Promise<void> {
  await transaction(tools.sql, async (tx: TransactionSql) => {
    const row = await advance(tx, { payment, steps: stepsThrough(payment.status, ['CANCELED']), cause: cause.name });
    if (!row?.orderId || !row.attemptId) return;
    const { id, version, status, orderId, attemptId } = row;
    await emit(tx, [eventOf(payments, 'PaymentChanged', { id, version }, { paymentId: id, orderId, attemptId, status })]);
  });
}
