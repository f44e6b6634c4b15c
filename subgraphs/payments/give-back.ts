import type { TransactionSql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { KEYS, keyOf, present } from './ask.ts';
import { isClosed } from './observation.ts';
import { type Intent, type ProviderRefund, ProviderUnavailable, type RefundAnswer } from './provider.ts';
import type { PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

type Refund = { id: string; key: string; keyRound: number; amountMinor: number; status: 'PENDING' | 'SUCCEEDED' | 'FAILED' };
type Order = { payment: PaymentRow; intent: Intent; key: string; reason: string | null };

/**
 * Refunds all that is left of what an intent has captured, once a key. Each refund is written down before the provider is
 * asked; one that a dead process left unsent is sent along. Answers how much this key gives back, in minor units.
 */
export async function giveBack(tools: Tools, order: Order): Promise<number> {
  const { sql } = tools;
  await transaction(sql, (tx) => writeDown(tx, order));
  await sendUnsent(tools, order.payment.id, order.intent.id);
  const [own] = await sql<
    Refund[]
  >`SELECT id, key, key_round AS "keyRound", amount_minor AS "amountMinor", status FROM refunds WHERE key = ${order.key}`;
  return own && own.status !== 'FAILED' ? own.amountMinor : 0;
}

/** Sends what was written down and perhaps never sent: the same key again changes nothing. */
export async function sendUnsent(tools: Tools, paymentId: string, intentId: string): Promise<void> {
  const unsent = await tools.sql<Refund[]>`
    SELECT id, key, key_round AS "keyRound", amount_minor AS "amountMinor", status FROM refunds
    WHERE payment_id = ${paymentId} AND status = 'PENDING' AND provider_refund_id IS NULL ORDER BY created_at, id`;
  for (const refund of unsent) await send(tools, intentId, refund);
}

/** The payment's row is locked, so that two keys at once cannot both count on the same money. */
async function writeDown(tx: TransactionSql, { payment, intent, key, reason }: Order): Promise<void> {
  await tx`SELECT 1 FROM payments WHERE id = ${payment.id} FOR UPDATE`;
  await tx`
    INSERT INTO refunds (id, payment_id, key, amount_minor, reason)
    SELECT ${uuidv7()}, ${payment.id}, ${key}, rest, ${reason} FROM (
      SELECT ${intent.capturedMinor}::bigint - greatest(${intent.refundedMinor}::bigint, coalesce(sum(amount_minor), 0)) AS rest
      FROM refunds WHERE payment_id = ${payment.id} AND status <> 'FAILED') AS left_over
    WHERE rest > 0 ON CONFLICT (key) DO NOTHING`;
}

async function send(tools: Tools, intentId: string, refund: Refund): Promise<void> {
  const answer = await askForRefund(tools, intentId, refund);
  if (answer !== 'already given back' && answer.kind !== 'refund') {
    throw new Error(`The provider will not refund ${refund.amountMinor} of ${intentId}: ${answer.code}`);
  }
  // All of it is back, though we cannot say by which call: then this one is done.
  const done: Pick<ProviderRefund, 'status'> & { id: string | null } =
    answer === 'already given back' ? { id: null, status: 'SUCCEEDED' } : answer.refund;
  await tools.sql`
    UPDATE refunds SET status = ${done.status}, provider_refund_id = ${done.id},
      check_after = CASE WHEN ${done.status} = 'PENDING' THEN now() WHEN ${done.id !== null} THEN now() + interval '1 day' END
    WHERE id = ${refund.id} AND provider_refund_id IS NULL`;
}

/** A 5xx is stored under its key; the next one is safe, because the provider never refunds more than it has captured. */
async function askForRefund(
  { sql, provider }: Tools,
  intentId: string,
  { id, key, keyRound, amountMinor }: Refund,
): Promise<RefundAnswer | 'already given back'> {
  for (let tried = 1; ; tried++) {
    try {
      const answer = await provider.refund(intentId, amountMinor, keyOf(key, keyRound, tried));
      return answer.kind === 'invalid' && answer.code === 'charge_already_refunded' ? 'already given back' : answer;
    } catch (error) {
      if (!(error instanceof ProviderUnavailable && error.answered)) throw error;
      if (isClosed(await present(provider, intentId))) return 'already given back';
      if (tried < KEYS) continue;
      await sql`UPDATE refunds SET key_round = ${keyRound + 1} WHERE id = ${id} AND key_round = ${keyRound}`;
      throw error;
    }
  }
}
