import { type Refused, refuse } from '../../kit/refusal.ts';
import type { Units } from './contract.ts';
import type { OrderStatus } from './order.ts';

/** A line, and how many units of it have left, and have come back. */
export type Line = { orderLineId: string; quantity: number; shipped: number; restocked: number; withdrawn: number };
/** `withdrawn`: those of them that have not left, and now never will. */
export type Returned = { orderLineId: string; quantity: number; withdrawn: number };

const REFUNDABLE: readonly OrderStatus[] = ['PAID', 'FULFILLING', 'SHIPPED', 'DELIVERED', 'REFUNDED'];
/** Paid for and not taken back otherwise; of a REFUNDED one nothing is left, and that is what is said of it. */
export const isUnderRefund = (status: OrderStatus): boolean => REFUNDABLE.includes(status);

/**
 * Which units a refund with `restock` puts back into the stock: those that are named; where none are, all that have not come
 * back yet, if the refund leaves nothing of the payment or only one unit is out. Else nobody could know which.
 * Units that have not left come first.
 */
export function unitsBack(lines: readonly Line[], named: Units | null, isRest: boolean): Refused | Returned[] {
  const out = lines.map(({ orderLineId, quantity, restocked }) => ({ orderLineId, quantity: quantity - restocked }));
  if (!named) {
    const units = out.reduce((sum, line) => sum + line.quantity, 0);
    if (!isRest && units !== 1)
      return refuse('RESTOCK_LINES_REQUIRED', 'Which units of the order come back? Name them in "lines".', ['lines']);
    return returned(lines, out);
  }
  const summed = new Map<string, number>();
  for (const [i, { orderLineId, quantity }] of named.entries()) {
    const sum = (summed.get(orderLineId) ?? 0) + quantity;
    const line = out.find((one) => one.orderLineId === orderLineId);
    if (!line) return refuse('LINE_NOT_FOUND', 'The order has no such line.', ['lines', String(i), 'orderLineId']);
    if (sum > line.quantity)
      return refuse('INVALID_QUANTITY', `Only ${line.quantity} of this line can still come back.`, ['lines', String(i), 'quantity']);
    summed.set(orderLineId, sum);
  }
  return returned(
    lines,
    [...summed].map(([orderLineId, quantity]) => ({ orderLineId, quantity })),
  );
}

const returned = (lines: readonly Line[], units: Units): Returned[] =>
  units
    .filter(({ quantity }) => quantity > 0)
    .map(({ orderLineId, quantity }) => {
      const line = lines.find((one) => one.orderLineId === orderLineId)!;
      return { orderLineId, quantity, withdrawn: Math.min(quantity, line.quantity - line.shipped - line.withdrawn) };
    });
