import type { Sql } from 'postgres';
import { batched } from '../../kit/batch.ts';
import { turnLoader } from '../../kit/turn-loader.ts';
import { advanceAll, type Move, paymentColumns, type PaymentRow } from './rows.ts';

/** A payment as it is first written down, with its key and its exact request. */
export type NewPayment = {
  paymentId: string;
  orderId: string;
  attemptId: string;
  amountMinor: number;
  currencyCode: string;
  paymentMethodId: string;
  request: string;
};
type NewIntent = { paymentId: string; intentId: string; clientSecret: string | null };

export type PaymentWriter = ReturnType<typeof paymentWriter>;

/** What every sale writes of its payment: for all buyers of a turn in one statement. Each answer is as if it had been alone. */
export const paymentWriter = (sql: Sql) => ({
  /** The row as it is now, or null. */
  find: turnLoader<PaymentRow | null>(async (ids) => {
    const rows = await sql<PaymentRow[]>`SELECT ${paymentColumns(sql)} FROM payments WHERE id = ANY(${ids}::uuid[])`;
    return byId(rows, ids);
  }),
  /** INITIATED, or null where the payment is there already. Two payments of one order violate `payments_order`. */
  open: batched<NewPayment, PaymentRow | null>((payments) => openAll(sql, payments), { inFlight: 2, key: ({ paymentId }) => paymentId }),
  /** Gives a payment its intent; null where it has one already, or is no longer INITIATED. */
  storeIntent: batched<NewIntent, PaymentRow | null>((intents) => storeIntents(sql, intents), {
    inFlight: 2,
    key: ({ paymentId }) => paymentId,
  }),
  /** Moves a payment on; null where somebody has moved it since it was read: read again and decide again. */
  advance: batched<Move, PaymentRow | null>((moves) => advanceAll(sql, moves), { inFlight: 2, key: ({ payment }) => payment.id }),
});

function byId(rows: readonly PaymentRow[], ids: readonly string[]): (PaymentRow | null)[] {
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id.toLowerCase()) ?? null);
}

async function openAll(sql: Sql, payments: NewPayment[]): Promise<(PaymentRow | null)[]> {
  const of = <T>(pick: (payment: NewPayment) => T) => payments.map(pick);
  const rows = await sql<PaymentRow[]>`
    WITH opened AS (
      INSERT INTO payments (id, order_id, attempt_id, status, amount_minor, currency_code, payment_method_id, provider_key, create_request,
        intent_open)
      SELECT id, order_id, attempt_id, 'INITIATED', amount, currency, method, 'pay_' || order_id, request, true
      FROM unnest(${of((p) => p.paymentId)}::uuid[], ${of((p) => p.orderId)}::uuid[], ${of((p) => p.attemptId)}::uuid[],
        ${of((p) => p.amountMinor)}::bigint[], ${of((p) => p.currencyCode)}::text[], ${of((p) => p.paymentMethodId)}::text[],
        ${of((p) => p.request)}::text[]) AS x(id, order_id, attempt_id, amount, currency, method, request)
      ON CONFLICT (id) DO NOTHING RETURNING ${paymentColumns(sql)}
    ), written AS (
      INSERT INTO payment_transitions (payment_id, seq, to_status, cause) SELECT id, version, status, 'authorize' FROM opened
    )
    SELECT * FROM opened`;
  return byId(
    rows,
    of((p) => p.paymentId),
  );
}

async function storeIntents(sql: Sql, intents: NewIntent[]): Promise<(PaymentRow | null)[]> {
  const of = <T>(pick: (intent: NewIntent) => T) => intents.map(pick);
  const rows = await sql<PaymentRow[]>`
    UPDATE payments SET provider_intent_id = x.intent, client_secret = x.secret, intent_open = true, updated_at = now()
    FROM unnest(${of((i) => i.paymentId)}::uuid[], ${of((i) => i.intentId)}::text[], ${of((i) => i.clientSecret)}::text[]) AS x(payment, intent, secret)
    WHERE id = x.payment AND status = 'INITIATED' AND provider_intent_id IS NULL RETURNING ${paymentColumns(sql)}`;
  // of two intents for one payment one was taken
  return byId(
    rows,
    of((i) => i.paymentId),
  ).map((row, i) => (row?.providerIntentId === intents[i]!.intentId ? row : null));
}
