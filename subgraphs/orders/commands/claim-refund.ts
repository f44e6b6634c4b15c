import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { isRefused, type Refused, refuse } from '../../../kit/refusal.ts';
import { amountToRefund } from '../refundable.ts';
import { unitsBack } from '../returned-units.ts';
import type { Claim, RefundWish } from '../refund-order.saga.ts';
import { lockOrder, type OrderRow } from './order-rows.ts';
import { claimedUnits, lockRefund, openLines } from './refund-rows.ts';

type Wish = RefundWish & { refundId: string };

/**
 * The first step of RefundOrder: counts its amount and its units against the order, which is locked. CHECKs underneath keep
 * both within what was paid and bought. Repeatable; a claim that was given up is turned away.
 */
export const claimRefund = (sql: Sql, wish: Wish): Promise<Refused | Claim> =>
  transaction(sql, async (tx) => {
    const order = await lockOrder(tx, wish.orderId);
    const refund = await lockRefund(tx, wish.refundId);
    if (!order || !refund) throw new Error(`bug: refund ${wish.refundId} was never written down`);
    if (refund.state === 'REFUSED') return refuse('REFUND_ENDED', 'This refund has ended.');
    if (refund.state === 'OPEN') {
      const refused = await claim(tx, order, wish);
      if (refused) return refused;
    }
    const claimed = refund.state === 'OPEN' ? await lockRefund(tx, wish.refundId) : refund;
    return { amountMinor: claimed!.amountMinor!, units: await claimedUnits(tx, wish.refundId) };
  });

async function claim(tx: TransactionSql, order: OrderRow, wish: Wish): Promise<Refused | null> {
  const amount = amountToRefund(order, wish.amountMinor);
  if (isRefused(amount)) return amount;
  const units = wish.restock ? unitsBack(await openLines(tx, order.id), wish.lines, amount === order.totalMinor - order.refundedMinor) : [];
  if (isRefused(units)) return units;
  await tx`UPDATE orders SET refunded_minor = refunded_minor + ${amount} WHERE id = ${order.id}`;
  await tx`UPDATE refunds SET state = 'CLAIMED', amount_minor = ${amount} WHERE id = ${wish.refundId}`;
  for (const { orderLineId, quantity, withdrawn } of units) {
    await tx`UPDATE order_lines SET restocked = restocked + ${quantity}, withdrawn = withdrawn + ${withdrawn} WHERE id = ${orderLineId}`;
    await tx`INSERT INTO refund_lines (refund_id, order_line_id, quantity, withdrawn) VALUES (${wish.refundId}, ${orderLineId}, ${quantity}, ${withdrawn})`;
  }
  return null;
}
