import type { Sql, TransactionSql } from 'postgres';
import { canonicalJson } from '../../../kit/canonical.ts';
import { transaction } from '../../../kit/db.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import type { SagaTable } from '../../../kit/saga.ts';
import { LEASE_MS, type SagaRecord } from '../../../kit/saga-log.ts';
import { newRecord } from '../../../kit/saga-runner.ts';
import type { Sagas } from '../../../kit/sagas.ts';
import { sha256 } from '../../../kit/sign.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { keyFault } from '../../../schema/vocabulary/idempotency-key.ts';
import { MAX_QUANTITY, invalidQuantity } from '../../../schema/vocabulary/refusals.ts';
import type { Units } from '../contract.ts';
import type { RefundWish } from '../refund-order.saga.ts';
import { lockOrder } from './order-rows.ts';

export type RefundInput = {
  idempotencyKey: string;
  orderId: string;
  amountMinor?: number | null;
  reason?: string | null;
  restock?: boolean | null;
  lines?: Units | null;
};
type Taken = { refusals: Refusal[] } | { saga: SagaRecord } | { earlier: string };

/** Staff's wish to refund: written down, then carried out as far as it goes within the request. One key, one refund, one answer. */
export const refunder =
  (sql: Sql, sagas: Sagas, table: SagaTable) =>
  async ({ idempotencyKey, orderId, amountMinor, reason, restock, lines }: RefundInput): Promise<Refusal[]> => {
    const wish = {
      orderId,
      amountMinor: amountMinor ?? null,
      reason: reason?.slice(0, 500) ?? null,
      restock: restock ?? false,
      lines: lines ?? null,
    };
    const fault = keyFault(idempotencyKey) ?? faultOf(wish);
    if (fault) return [fault];
    const taken = await requestRefund(sql, table, idempotencyKey, wish);
    if ('refusals' in taken) return taken.refusals;
    if ('earlier' in taken) return answerOf(sql, sagas, taken.earlier);
    const ending = await sagas.run(taken.saga);
    return ending.kind === 'refused' ? ending.refusals : [];
  };

function faultOf({ amountMinor, restock, lines }: Omit<RefundWish, 'attemptId'>): Refusal | null {
  if (amountMinor !== null && amountMinor < 1) {
    return { code: 'INVALID_AMOUNT', message: 'A refund is of one minor unit at least.', path: ['amountMinor'] };
  }
  if (!lines) return null;
  if (!restock) return { code: 'RESTOCK_REQUIRED', message: '"lines" says what comes back: it needs restock: true.', path: ['restock'] };
  if (lines.length === 0)
    return { code: 'RESTOCK_LINES_REQUIRED', message: 'Name a line at least, or leave "lines" out.', path: ['lines'] };
  const bad = lines.findIndex(({ quantity }) => quantity < 1 || quantity > MAX_QUANTITY);
  return bad < 0 ? null : invalidQuantity(['lines', String(bad), 'quantity']);
}

const requestRefund = (sql: Sql, table: SagaTable, key: string, wish: Omit<RefundWish, 'attemptId'>): Promise<Taken> =>
  transaction(sql, async (tx) => {
    const order = await lockOrder(tx, wish.orderId);
    if (!order) return { refusals: [{ code: 'ORDER_NOT_FOUND', message: 'There is no such order.', path: ['orderId'] }] };
    const fingerprint = sha256(canonicalJson(wish));
    const saga = newRecord(table, uuidv7(), { ...wish, attemptId: order.attemptId });
    const written = await tx`
      INSERT INTO refunds (id, order_id, key, fingerprint) VALUES (${saga.id}, ${order.id}, ${key}, ${fingerprint})
      ON CONFLICT (key) DO NOTHING RETURNING 1`;
    if (written.length === 0) return earlier(tx, key, fingerprint);
    await tx`
      INSERT INTO sagas (id, name, state, input, ids, trace, lease_until, deadline)
      VALUES (${saga.id}, ${saga.name}, 'RUNNING', ${tx.json(saga.input as never)}, ${tx.json(saga.ids)}, ${saga.trace},
        now() + ${LEASE_MS} * interval '1 millisecond', now() + interval '1 day')`;
    return { saga };
  });

async function earlier(tx: TransactionSql, key: string, fingerprint: string): Promise<Taken> {
  const [row] = await tx<{ id: string; fingerprint: string }[]>`SELECT id, fingerprint FROM refunds WHERE key = ${key}`;
  return row?.fingerprint === fingerprint ? { earlier: row.id } : { refusals: [REUSED] };
}

const REUSED = { code: 'IDEMPOTENCY_KEY_REUSED', message: 'This key was used for another refund.', path: ['idempotencyKey'] };

/** What was said, or will be said, to who asked first. A refund that is still under way is no refusal. */
async function answerOf(sql: Sql, sagas: Sagas, refundId: string): Promise<Refusal[]> {
  await sagas.underWay(refundId);
  const [saga] = await sql<{ refusals: Refusal[] | null }[]>`SELECT refusals FROM sagas WHERE id = ${refundId} AND state = 'COMPENSATED'`;
  return saga?.refusals ?? [];
}
