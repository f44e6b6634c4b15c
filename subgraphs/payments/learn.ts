import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import { emit, eventOf } from '../../kit/outbox.ts';
import { payments } from './contract.ts';
import { factsOf, isClosed, isMismatch } from './observation.ts';
import { type Fact, isPaid, stepsThrough } from './payment.ts';
import type { Intent } from './provider.ts';
import { MISMATCH } from './refusals.ts';
import { advance, getPayment, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/** What made us look. `tell`: the provider decided outside of a call of ours, so others learn of it by PaymentChanged. */
export type Cause = { name: string; tell: boolean };

/**
 * Moves our payment to where the provider's intent is: forward only, and never to AUTHORIZED or CAPTURED when amount or
 * currency differ. Learning the same twice, or something older, changes nothing.
 */
export async function learn({ sql, log }: Tools, paymentId: string, intent: Intent, cause: Cause): Promise<PaymentRow> {
  if (!cause.tell) return decideAndWrite(sql, log, paymentId, intent, cause.name);
  return transaction(sql, async (tx) => {
    await tx`SELECT 1 FROM payments WHERE id = ${paymentId} FOR UPDATE`;
    const before = await getPayment(tx, paymentId);
    const after = await decideAndWrite(tx, log, paymentId, intent, cause.name);
    if (after.status !== before.status) await tell(tx, after);
    return after;
  });
}

async function tell(tx: TransactionSql, { id, orderId, attemptId, status, version }: PaymentRow): Promise<void> {
  if (!orderId || !attemptId) return;
  await emit(tx, [eventOf(payments, 'PaymentChanged', { id, version }, { paymentId: id, orderId, attemptId, status })]);
}

async function decideAndWrite(
  sql: Sql | TransactionSql,
  log: Tools['log'],
  paymentId: string,
  intent: Intent,
  cause: string,
): Promise<PaymentRow> {
  for (;;) {
    const payment = await getPayment(sql, paymentId);
    if (payment.providerIntentId !== intent.id) return payment;
    const mismatch = isMismatch(payment, intent);
    if (mismatch)
      log.error(
        { payment_id: payment.id, order_id: payment.orderId, intent_id: intent.id },
        'the provider speaks of other money than we do',
      );
    const steps = stepsThrough(payment.status, mismatch ? mismatchFactsOf(intent) : factsOf(intent));
    const status = steps.at(-1)?.to ?? payment.status;
    const changes = {
      declineCode: status === 'FAILED' ? (mismatch ? MISMATCH : reasonOf(intent)) : null,
      refundedMinor: mismatch ? 0 : intent.refundedMinor,
      intentOpen: !isClosed(intent) && !isPaid(status),
    };
    const unchanged = steps.length === 0 && changes.refundedMinor <= payment.refundedMinor && changes.intentOpen === payment.intentOpen;
    const written = unchanged ? payment : await advance(sql, payment, steps, cause, changes);
    if (written) return written;
  }
}

/** Other money than agreed never counts as paid: before it is authorized it is a decline, and when it is gone it is void. */
const mismatchFactsOf = (intent: Intent): Fact[] => (isClosed(intent) ? ['DECLINED', 'CANCELED'] : ['DECLINED']);

const reasonOf = ({ failure }: Intent): string => failure?.declineCode ?? failure?.code ?? 'declined';
