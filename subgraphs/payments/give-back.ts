import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { KEYS, keyOf, present } from './ask.ts';
import { isClosed } from './observation.ts';
import { type Intent, type Provider, type ProviderRefund, ProviderUnavailable, type RefundAnswer } from './provider.ts';
import type { PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

type Refund = {
  id: string;
  key: string;
  keyRound: number;
  amountMinor: number;
  currencyCode: string;
  isPart: boolean;
  status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
};
/** `amountMinor`: so much, or nothing where less is left; all that is left unless given. */
type Order = { payment: PaymentRow; intent: Intent; key: string; reason: string | null; amountMinor?: number };

/** The provider's definite no to a refund: nothing was given back under its key, and nothing will be. */
export class RefundRefused extends Error {
  readonly key: string;
  constructor({ key, amountMinor }: Pick<Refund, 'key' | 'amountMinor'>, intentId: string, code: string) {
    super(`The provider will not refund ${amountMinor} of ${intentId}: ${code}`);
    this.name = 'RefundRefused';
    this.key = key;
  }
}

/**
 * Refunds all that is left of what an intent has captured, or a part of it, once a key. Each refund is written down before the provider is
 * asked; one that a dead process left unsent is sent along. Answers how much this key gives back, in minor units.
 */
export async function giveBack(tools: Tools, order: Order): Promise<number> {
  const { sql } = tools;
  await transaction(sql, (tx) => writeDown(tx, order));
  await sendUnsent(tools, order.payment.id, order.intent.id);
  const [own] = await sql<Refund[]>`SELECT ${refundColumns(sql)} FROM refunds WHERE key = ${order.key}`;
  return own && own.status !== 'FAILED' ? own.amountMinor : 0;
}

const refundColumns = (sql: Sql) => sql`id, key, key_round AS "keyRound", amount_minor AS "amountMinor",
  (SELECT currency_code FROM payments p WHERE p.id = payment_id) AS "currencyCode", is_part AS "isPart", status`;

/** Sends what was written down and perhaps never sent: the same key again changes nothing. */
export async function sendUnsent(tools: Tools, paymentId: string, intentId: string): Promise<void> {
  const unsent = await tools.sql<Refund[]>`
    SELECT ${refundColumns(tools.sql)} FROM refunds
    WHERE payment_id = ${paymentId} AND status = 'PENDING' AND provider_refund_id IS NULL ORDER BY created_at, id`;
  for (const refund of unsent) await send(tools, intentId, refund);
}

/** The payment's row is locked, so that two keys at once cannot both count on the same money. */
async function writeDown(tx: TransactionSql, { payment, intent, key, reason, amountMinor }: Order): Promise<void> {
  await tx`SELECT 1 FROM payments WHERE id = ${payment.id} FOR UPDATE`;
  await tx`
    INSERT INTO refunds (id, payment_id, key, amount_minor, is_part, reason)
    SELECT ${uuidv7()}, ${payment.id}, ${key}, coalesce(${amountMinor ?? null}::bigint, rest), ${amountMinor !== undefined}, ${reason} FROM (
      SELECT ${intent.capturedMinor}::bigint - greatest(${intent.refundedMinor}::bigint, coalesce(sum(amount_minor), 0)) AS rest
      FROM refunds WHERE payment_id = ${payment.id} AND status <> 'FAILED') AS left_over
    WHERE rest > 0 AND rest >= coalesce(${amountMinor ?? null}::bigint, rest) ON CONFLICT (key) DO NOTHING`;
}

async function send(tools: Tools, intentId: string, refund: Refund): Promise<void> {
  const answer = await askForRefund(tools, intentId, refund);
  if (answer !== 'already given back' && answer.kind !== 'refund') {
    throw new RefundRefused(refund, intentId, answer.code);
  }
  // All of it is back, though we cannot say by which call: then this one is done.
  const done: Pick<ProviderRefund, 'status'> & { id: string | null } =
    answer === 'already given back' ? { id: null, status: 'SUCCEEDED' } : answer.refund;
  await tools.sql`
    UPDATE refunds SET status = ${done.status}, provider_refund_id = ${done.id},
      check_after = CASE WHEN ${done.status} = 'PENDING' THEN now() WHEN ${done.id !== null} THEN now() + interval '1 day' END
    WHERE id = ${refund.id} AND provider_refund_id IS NULL`;
}

/** A 5xx is stored under its key; the next one is asked under once it is known that nothing has come of this one. */
async function askForRefund({ sql, provider }: Tools, intentId: string, refund: Refund): Promise<RefundAnswer | 'already given back'> {
  const { id, key, keyRound, amountMinor, currencyCode, isPart } = refund;
  for (let tried = 1; ; tried++) {
    try {
      const answer = await provider.refund(intentId, { amountMinor, currencyCode }, keyOf(key, keyRound, tried), isPart ? key : null);
      const isBack = answer.kind === 'invalid' && answer.code === 'charge_already_refunded';
      return isBack ? ((await whatCameOf(provider, intentId, refund)) ?? answer) : answer;
    } catch (error) {
      if (!(error instanceof ProviderUnavailable && error.answered)) throw error;
      const made = await whatCameOf(provider, intentId, refund);
      if (made) return made;
      if (tried < KEYS) continue;
      await sql`UPDATE refunds SET key_round = ${keyRound + 1} WHERE id = ${id} AND key_round = ${keyRound}`;
      throw error;
    }
  }
}

/**
 * Whether a refund has been made all the same. Of one that is all that is left it is enough that nothing is left: the provider never
 * refunds more than it has captured. A part could be given back twice, so it carries its key and is looked for.
 */
async function whatCameOf(
  provider: Provider,
  intentId: string,
  { key, isPart }: Refund,
): Promise<RefundAnswer | 'already given back' | null> {
  if (!isPart) return isClosed(await present(provider, intentId)) ? 'already given back' : null;
  const refund = await provider.findRefund(intentId, key);
  return refund && { kind: 'refund', refund };
}
