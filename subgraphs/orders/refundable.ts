import { type Refused, refuse } from '../../kit/refusal.ts';
import { chargeStepOf } from '../../schema/vocabulary/money.ts';
import type { OrderStatus } from './order.ts';
import { isUnderRefund } from './returned-units.ts';

type Refundable = { status: OrderStatus; totalMinor: number; refundedMinor: number; currencyCode: string };

/** How much of an order goes back, in minor units: what is wished for, else all that is left. */
export function amountToRefund(order: Refundable, wished: number | null): number | Refused {
  const left = order.totalMinor - order.refundedMinor;
  if (!isUnderRefund(order.status))
    return refuse('NOT_REFUNDABLE', `The order is ${order.status}: there is nothing that could be refunded.`, ['orderId']);
  if (left === 0) return refuse('NOTHING_TO_REFUND', 'All of it has been refunded already.', ['orderId']);
  const amount = wished ?? left;
  if (amount > left)
    return refuse('REFUND_EXCEEDS_PAYMENT', `Only ${left} ${order.currencyCode} in minor units is left to refund.`, ['amountMinor']);
  const step = chargeStepOf(order.currencyCode);
  if (amount % step !== 0)
    return refuse('INVALID_AMOUNT', `An amount of ${order.currencyCode} is paid and refunded in steps of ${step} minor units.`, [
      'amountMinor',
    ]);
  return amount;
}
