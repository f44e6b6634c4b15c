import type { Sql } from 'postgres';
import type { Refusal } from '../../../kit/refusal.ts';
import type { SagaTable } from '../../../kit/saga.ts';
import type { Sagas } from '../../../kit/sagas.ts';
import { requestCancellation } from './request-cancellation.ts';

type Input = { idempotencyKey: string; orderId: string; reason?: string | null };

/** A buyer's wish to cancel: written down, then carried out as far as it goes within the request. */
export const canceller =
  (sql: Sql, sagas: Sagas, table: SagaTable) =>
  async ({ idempotencyKey, orderId, reason }: Input): Promise<Refusal[]> => {
    if (!/^[\x20-\x7e]{8,255}$/.test(idempotencyKey)) {
      return [{ code: 'INVALID_IDEMPOTENCY_KEY', message: 'A key is 8 to 255 printable ASCII characters.', path: ['idempotencyKey'] }];
    }
    const taken = await requestCancellation(sql, table, { orderId, key: idempotencyKey, reason: reason ?? null });
    if (taken === 'done') return [];
    if ('refusals' in taken) return taken.refusals;
    const ending = await sagas.run(taken.saga);
    return ending.kind === 'refused' ? ending.refusals : [];
  };
