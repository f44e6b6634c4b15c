import type { Sql, TransactionSql } from 'postgres';
import type { PaymentStatus } from './contract.ts';
import { countFailure } from './failure-reasons.ts';
import type { Step } from './payment.ts';

/** A payment as it is stored; amounts in minor units. */
export type PaymentRow = {
  id: string;
  orderId: string | null;
  attemptId: string | null;
  status: PaymentStatus;
  amountMinor: number;
  currencyCode: string;
  providerIntentId: string | null;
  clientSecret: string | null;
  providerKey: string | null;
  createRequest: string | null;
  declineCode: string | null;
  refundedMinor: number;
  intentOpen: boolean;
  keyRound: number;
  version: number;
  /** False after 23 hours: the provider forgets keys after 24, and a repeat would be a new request. */
  repeatable: boolean;
};

export const paymentColumns = (sql: Sql | TransactionSql) => sql`
  id, order_id AS "orderId", attempt_id AS "attemptId", status, amount_minor AS "amountMinor", currency_code AS "currencyCode",
  provider_intent_id AS "providerIntentId", client_secret AS "clientSecret", provider_key AS "providerKey",
  create_request AS "createRequest", decline_code AS "declineCode", refunded_minor AS "refundedMinor", intent_open AS "intentOpen",
  key_round AS "keyRound", version, created_at > now() - interval '23 hours' AS repeatable`;

export async function findPayment(sql: Sql | TransactionSql, id: string): Promise<PaymentRow | null> {
  const [row] = await sql<PaymentRow[]>`SELECT ${paymentColumns(sql)} FROM payments WHERE id = ${id}`;
  return row ?? null;
}

/** For callers to whom an absent row can only be a bug. */
export async function getPayment(sql: Sql | TransactionSql, id: string): Promise<PaymentRow> {
  const row = await findPayment(sql, id);
  if (!row) throw new Error(`bug: there is no payment ${id}`);
  return row;
}

export type Changes = { declineCode?: string | null; refundedMinor?: number; intentOpen?: boolean };

/**
 * Writes the steps with their transitions in one statement, on the condition that nobody has moved the payment since it
 * was read. Answers the new row, or null when somebody has: read again and decide again.
 */
export async function advance(
  sql: Sql | TransactionSql,
  payment: PaymentRow,
  steps: Step[],
  cause: string,
  changes: Changes = {},
): Promise<PaymentRow | null> {
  const status = steps.at(-1)?.to ?? payment.status;
  const { declineCode = null, refundedMinor = 0, intentOpen = payment.intentOpen } = changes;
  const [row] = await sql<PaymentRow[]>`
    WITH moved AS (
      UPDATE payments SET status = ${status}, version = version + ${steps.length}, updated_at = now(),
        decline_code = coalesce(decline_code, ${declineCode}), intent_open = ${intentOpen},
        refunded_minor = greatest(refunded_minor, least(${refundedMinor}::bigint, amount_minor))
      WHERE id = ${payment.id} AND version = ${payment.version} AND provider_intent_id IS NOT DISTINCT FROM ${payment.providerIntentId}
      RETURNING ${paymentColumns(sql)}
    ), written AS (
      INSERT INTO payment_transitions (payment_id, seq, from_status, to_status, cause)
      SELECT moved.id, ${payment.version} + step.n, step.from_status, step.to_status, ${cause}
      FROM moved, unnest(${steps.map((s) => s.from)}::text[], ${steps.map((s) => s.to)}::text[])
        WITH ORDINALITY AS step(from_status, to_status, n)
    )
    SELECT * FROM moved`;
  if (row && steps.some((step) => step.to === 'FAILED')) countFailure(row.declineCode);
  return row ?? null;
}

/** All keys of a call hold a stored 5xx: the next call shall begin behind them. */
export const nextRound = (sql: Sql, { id, keyRound }: PaymentRow): Promise<unknown> =>
  sql`UPDATE payments SET key_round = ${keyRound + 1} WHERE id = ${id} AND key_round = ${keyRound}`;
