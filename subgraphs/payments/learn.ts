import type { TransactionSql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import { emit, eventOf } from '../../kit/outbox.ts';
import { payments } from './contract.ts';
import { factsOf, isClosed, isMismatch } from './observation.ts';
import { type Fact, isPaid, stepsThrough } from './payment.ts';
import type { Intent } from './provider.ts';
import { MISMATCH } from './refusals.ts';
import { advance, getPayment, type Move, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/** What made us look. `tell`: the provider decided outside of a call of ours, so others learn of it by PaymentChanged. */
export type Cause = { name: string; tell: boolean };

/**
 * Moves our payment to where the provider's intent is: forward only, and never to AUTHORIZED or CAPTURED when amount or
 * currency differ. Learning the same twice, or something older, changes nothing. `known`: the payment as the caller has just read it.
 */
export async function learn(tools: Tools, paymentId: string, intent: Intent, cause: Cause, known?: PaymentRow): Promise<PaymentRow> {
  if (!cause.tell) return learnQuietly(tools, paymentId, intent, cause.name, known);
  return transaction(tools.sql, async (tx) => {
    await tx`SELECT 1 FROM payments WHERE id = ${paymentId} FOR UPDATE`;
    const before = await getPayment(tx, paymentId);
    const move = decide(tools.log, before, intent, cause.name);
    if (!move) return before;
    const after = await advance(tx, move);
    if (!after) throw new Error(`bug: payment ${paymentId} was moved while it was locked`);
    if (after.status !== before.status) await tell(tx, after);
    return after;
  });
}

async function tell(tx: TransactionSql, { id, orderId, attemptId, status, version }: PaymentRow): Promise<void> {
  if (!orderId || !attemptId) return;
  await emit(tx, [eventOf(payments, 'PaymentChanged', { id, version }, { paymentId: id, orderId, attemptId, status })]);
}

/** A row that is `known` is as good as any while it leads to a write, which is conditional on it; else it is read. */
async function learnQuietly(
  { sql, writer, log }: Tools,
  paymentId: string,
  intent: Intent,
  cause: string,
  known?: PaymentRow,
): Promise<PaymentRow> {
  const first = known && decide(log, known, intent, cause);
  const written = first ? await writer.advance(first) : null;
  if (written) return written;
  for (;;) {
    const payment = await getPayment(sql, paymentId);
    const move = decide(log, payment, intent, cause);
    const after = move ? await writer.advance(move) : payment;
    if (after) return after;
  }
}

/** What an intent tells of a payment that it does not know yet, or null. */
function decide(log: Tools['log'], payment: PaymentRow, intent: Intent, cause: string): Move | null {
  if (payment.providerIntentId !== intent.id) return null;
  const mismatch = isMismatch(payment, intent);
  if (mismatch)
    log.error({ payment_id: payment.id, order_id: payment.orderId, intent_id: intent.id }, 'the provider speaks of other money than we do');
  const steps = stepsThrough(payment.status, mismatch ? mismatchFactsOf(intent) : factsOf(intent));
  const status = steps.at(-1)?.to ?? payment.status;
  const changes = {
    declineCode: status === 'FAILED' ? (mismatch ? MISMATCH : reasonOf(intent)) : null,
    refundedMinor: mismatch ? 0 : intent.refundedMinor,
    intentOpen: !isClosed(intent) && !isPaid(status),
  };
  const unchanged = steps.length === 0 && changes.refundedMinor <= payment.refundedMinor && changes.intentOpen === payment.intentOpen;
  return unchanged ? null : { payment, steps, cause, changes };
}

/** Other money than agreed never counts as paid: before it is authorized it is a decline, and when it is gone it is void. */
const mismatchFactsOf = (intent: Intent): Fact[] => (isClosed(intent) ? ['DECLINED', 'CANCELED'] : ['DECLINED']);

const reasonOf = ({ failure }: Intent): string => failure?.declineCode ?? failure?.code ?? 'declined';
