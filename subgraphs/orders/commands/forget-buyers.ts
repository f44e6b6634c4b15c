import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { orders } from '../contract.ts';
import { TIMELINE } from '../order.ts';

/** Nothing is to be sent or paid for it any more, as far as the buyer is concerned. */
const ENDED = ['DELIVERED', 'CANCELLED', 'FAILED', 'REFUNDED'];
/** What stands where an e-mail was; RFC 2606 keeps the name from ever being anybody's. */
const NOBODY = 'erased@customer.invalid';
const AT_ONCE = 500;

/** Orders of customers who are erased are theirs no more; also those that an attempt has placed since. */
async function disown(tx: TransactionSql): Promise<void> {
  await tx`UPDATE orders o SET customer_id = NULL, erasing = true FROM erasures e WHERE o.customer_id = e.customer_id`;
}

/**
 * Takes the person out of orders that have ended: e-mail, address but for its country, and what they wrote when they cancelled.
 * Number, lines, sums and history stay, as the law wants. Others are told, because they keep what the checkout was told.
 * One that a saga is at work on waits for the next time. Repeatable; answers how many.
 */
export async function forgetBuyers(tx: TransactionSql): Promise<number> {
  await disown(tx);
  const ended = await tx<{ id: string; attemptId: string; version: number }[]>`
    SELECT id, attempt_id AS "attemptId", version FROM orders o
    WHERE erasing AND status = ANY(${ENDED}) AND NOT EXISTS (
      SELECT FROM sagas s WHERE s.state IN ('RUNNING', 'COMPENSATING', 'WAITING') AND s.input->>'orderId' = o.id::text)
    ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE OF o`;
  if (ended.length === 0) return 0;
  const ids = ended.map((order) => order.id);
  await tx`
    UPDATE orders SET erasing = false, email = ${NOBODY}, shipping_address = jsonb_build_object(
      'name', '', 'line1', '', 'city', '', 'postalCode', '', 'countryCode', shipping_address->>'countryCode')
    WHERE id = ANY(${ids}::uuid[])`;
  await tx`
    UPDATE order_events SET message = ${TIMELINE.CANCELLED.message} WHERE order_id = ANY(${ids}::uuid[]) AND type = ${TIMELINE.CANCELLED.type}`;
  await tx`UPDATE sagas SET input = input || '{"reason": null}' WHERE input->>'orderId' = ANY(${ids}) AND input ? 'reason'`;
  await tx`
    UPDATE outbox SET payload = payload || '{"reason": null}'
    WHERE aggregate_id = ANY(${ids}) AND type IN ('orders.OrderCancelled', 'orders.OrderRefunded') AND payload->>'reason' IS NOT NULL`;
  await emit(
    tx,
    ended.map(({ id, attemptId, version }) => eventOf(orders, 'BuyerForgotten', { id, version }, { orderId: id, attemptId })),
  );
  return ended.length;
}

/** All there are to be forgotten now. */
export async function forgetAllBuyers(sql: Sql): Promise<{ forgotten: number }> {
  let forgotten = 0;
  for (let some = AT_ONCE; some === AT_ONCE; forgotten += some) some = await transaction(sql, forgetBuyers);
  return { forgotten };
}
