import type { Sql } from 'postgres';
import type { Refusal } from '../../../kit/refusal.ts';
import type { SagaTable } from '../../../kit/saga.ts';
import type { Sagas } from '../../../kit/sagas.ts';
import { keyFault } from '../../../schema/vocabulary/idempotency-key.ts';
import { requestCancellation } from './request-cancellation.ts';

type Input = { idempotencyKey: string; orderId: string; reason?: string | null };

/** A buyer's wish to cancel: written down, then carried out as far as it goes within the request. */
export const canceller =
  (sql: Sql, sagas: Sagas, table: SagaTable) =>
  async ({ idempotencyKey, orderId, reason }: Input): Promise<Refusal[]> => {
    const badKey = keyFault(idempotencyKey);
    if (badKey) return [badKey];
    const taken = await requestCancellation(sql, table, { orderId, key: idempotencyKey, reason: reason ?? null });
    if (taken === 'done') return [];
    if ('refusals' in taken) return taken.refusals;
    const ending = await sagas.run(taken.saga);
    if (ending.kind !== 'refused') return [];
    // a parcel has left since: that is the answer to this key from now on
    await sql`UPDATE cancellations SET refusal = ${sql.json(ending.refusals[0] as never)} WHERE order_id = ${orderId} AND key = ${idempotencyKey}`;
    return ending.refusals;
  };
