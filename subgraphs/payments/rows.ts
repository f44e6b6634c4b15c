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
/** `payment` as it was read; what it went through since, and why. */
export type Move = { payment: PaymentRow; steps: Step[]; cause: string; changes?: Changes };

/** One payment moved, for those who have a transaction of their own. */
export const advance = async (sql: Sql | TransactionSql, move: Move): Promise<PaymentRow | null> => (await advanceAll(sql, [move]))[0]!;

/**
 * Writes steps with their transitions in one statement, one move a payment at most, each on the condition that nobody has moved
 * the payment since it was read. Answers the new rows, or null where somebody has.
 */
export async function advanceAll(sql: Sql | TransactionSql, moves: Move[]): Promise<(PaymentRow | null)[]> {
  const of = <T>(pick: (move: Move) => T) => moves.map(pick);
  const steps = moves.flatMap(({ payment, steps: own, cause }) =>
    own.map((step, i) => ({ ...step, id: payment.id, seq: payment.version + i + 1, cause })),
  );
  const rows = await sql<PaymentRow[]>`
    WITH moved AS (
      UPDATE payments SET status = x.to_status, version = version + x.steps, updated_at = now(),
        decline_code = coalesce(decline_code, x.decline), intent_open = x.is_open = 1,
        refunded_minor = greatest(refunded_minor, least(x.refunded, amount_minor))
      FROM unnest(${of(({ payment }) => payment.id)}::uuid[], ${of(({ payment }) => payment.version)}::bigint[],
        ${of(({ payment }) => payment.providerIntentId)}::text[], ${of(({ payment, steps: own }) => own.at(-1)?.to ?? payment.status)}::text[],
        ${of((move) => move.steps.length)}::int[], ${of(({ changes }) => changes?.declineCode ?? null)}::text[],
        ${of(({ payment, changes }) => ((changes?.intentOpen ?? payment.intentOpen) ? 1 : 0))}::int[],
        ${of(({ changes }) => changes?.refundedMinor ?? 0)}::bigint[]) AS x(payment, seen, intent, to_status, steps, decline, is_open, refunded)
      WHERE id = x.payment AND version = x.seen AND provider_intent_id IS NOT DISTINCT FROM x.intent
      RETURNING ${paymentColumns(sql)}
    ), written AS (
      INSERT INTO payment_transitions (payment_id, seq, from_status, to_status, cause)
      SELECT moved.id, step.seq, step.from_status, step.to_status, step.cause
      FROM moved JOIN unnest(${steps.map((step) => step.id)}::uuid[], ${steps.map((step) => step.seq)}::bigint[],
        ${steps.map((step) => step.from)}::text[], ${steps.map((step) => step.to)}::text[], ${steps.map((step) => step.cause)}::text[])
        AS step(payment, seq, from_status, to_status, cause) ON step.payment = moved.id
    )
    SELECT * FROM moved`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return moves.map(({ payment, steps: own }) => {
    const row = byId.get(payment.id) ?? null;
    if (row && own.some((step) => step.to === 'FAILED')) countFailure(row.declineCode);
    return row;
  });
}

/** All keys of a call hold a stored 5xx: the next call shall begin behind them. */
export const nextRound = (sql: Sql, { id, keyRound }: PaymentRow): Promise<unknown> =>
  sql`UPDATE payments SET key_round = ${keyRound + 1} WHERE id = ${id} AND key_round = ${keyRound}`;
