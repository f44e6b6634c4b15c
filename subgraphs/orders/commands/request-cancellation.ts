import type { Sql, TransactionSql } from 'postgres';
import { canonicalJson } from '../../../kit/canonical.ts';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import type { SagaTable } from '../../../kit/saga.ts';
import { type SagaRecord, LEASE_MS } from '../../../kit/saga-log.ts';
import { newRecord } from '../../../kit/saga-runner.ts';
import { sha256 } from '../../../kit/sign.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { orders } from '../contract.ts';
import { notCancellable } from './cancel-paid-order.ts';
import { endingOf } from './ending.ts';
import { lockOrder, type OrderRow } from './order-rows.ts';

export type Cancellation = { orderId: string; key: string; reason: string | null };
type Taken = { refusals: Refusal[] } | { saga: SagaRecord } | 'done';

/**
 * Writes down that an order shall be cancelled: a PENDING one gets a flag that its running saga obeys, a paid one a saga
 * of its own. One key, one request; its first answer is kept.
 */
export const requestCancellation = (sql: Sql, table: SagaTable, request: Cancellation): Promise<Taken> =>
  transaction(sql, async (tx) => {
    const order = await lockOrder(tx, request.orderId);
    if (!order) return { refusals: [{ code: 'ORDER_NOT_FOUND', message: 'There is no such order.', path: ['orderId'] }] };
    const before = await earlier(tx, request);
    if (before) return before;
    const ending = await endingOf(tx, order);
    const refusal = ending === null ? notCancellable().refused[0]! : null;
    await tx`
      INSERT INTO cancellations (order_id, key, fingerprint, refusal)
      VALUES (${request.orderId}, ${request.key}, ${fingerprint(request)}, ${refusal ? tx.json(refusal as never) : null})`;
    if (refusal) return { refusals: [refusal] };
    if (order.status === 'PENDING') await flag(tx, order);
    if (order.status === 'PENDING' || ending === 'same') return 'done';
    const saga = newRecord(table, uuidv7(), { orderId: order.id, attemptId: order.attemptId, reason: request.reason });
    await tx`
      INSERT INTO sagas (id, name, state, input, ids, trace, lease_until, deadline)
      VALUES (${saga.id}, ${saga.name}, 'RUNNING', ${tx.json(saga.input as never)}, ${tx.json(saga.ids)}, ${saga.trace},
        now() + ${LEASE_MS} * interval '1 millisecond', now() + interval '1 day')`;
    return { saga };
  });

/** The attempt that is paying obeys at its next step; one that waits is woken to see it. */
async function flag(tx: TransactionSql, { id: orderId, attemptId, version }: OrderRow): Promise<void> {
  await tx`UPDATE orders SET cancel_requested = true WHERE id = ${orderId}`;
  await emit(tx, [eventOf(orders, 'CancellationRequested', { id: orderId, version }, { orderId, attemptId })]);
}

async function earlier(tx: TransactionSql, request: Cancellation): Promise<Taken | null> {
  const [row] = await tx<{ fingerprint: string; refusal: Refusal | null }[]>`
    SELECT fingerprint, refusal FROM cancellations WHERE order_id = ${request.orderId} AND key = ${request.key}`;
  if (!row) return null;
  if (row.fingerprint !== fingerprint(request)) {
    return { refusals: [{ code: 'IDEMPOTENCY_KEY_REUSED', message: 'This key was used for another request.', path: ['idempotencyKey'] }] };
  }
  return row.refusal ? { refusals: [row.refusal] } : 'done';
}

const fingerprint = (request: Cancellation) => sha256(canonicalJson(request));
