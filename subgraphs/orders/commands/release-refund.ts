import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { lockOrder } from './order-rows.ts';
import { lockRefund } from './refund-rows.ts';

type Of = { refundId: string; orderId: string };

/** Undoes a claim: the order counts its amount and its units no longer, and a claim that comes late is turned away. */
export const releaseRefund = (sql: Sql, { refundId, orderId }: Of): Promise<Record<never, never>> =>
  transaction(sql, async (tx) => {
    await lockOrder(tx, orderId);
    const refund = await lockRefund(tx, refundId);
    if (refund?.state === 'DONE') throw new Error(`bug: refund ${refundId} is DONE and cannot be given up`);
    if (refund?.state === 'CLAIMED') {
      await tx`UPDATE orders SET refunded_minor = refunded_minor - ${refund.amountMinor!} WHERE id = ${orderId}`;
      await tx`
        UPDATE order_lines l SET restocked = l.restocked - r.quantity, withdrawn = l.withdrawn - r.withdrawn
        FROM refund_lines r WHERE r.refund_id = ${refundId} AND l.id = r.order_line_id`;
      await tx`DELETE FROM refund_lines WHERE refund_id = ${refundId}`;
    }
    await tx`UPDATE refunds SET state = 'REFUSED' WHERE id = ${refundId}`;
    return {};
  });
