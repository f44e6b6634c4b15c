import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { isRefused, type Refused, refuse } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import type { orders } from '../../orders/contract.ts';
import { knowOrder, orderNotFound } from './know-order.ts';

/** Nothing of a held order is picked, packed or shipped. Held again, it keeps its time and has the new reason. */
export const holder =
  (sql: Sql, ask: Pick<Client<typeof orders>, 'linesToShip'>) =>
  async (orderId: string, reason: string): Promise<Refused | Record<never, never>> => {
    const why = reason.trim();
    if (!why || why.length > 500) return refuse('INVALID_REASON', 'Say why, in at most 500 characters.', ['reason']);
    const order = await knowOrder(sql, ask, orderId);
    if (isRefused(order)) return order;
    await sql`UPDATE work SET held_since = coalesce(held_since, now()), hold_reason = ${why} WHERE order_id = ${orderId}`;
    return {};
  };

/** Lets the work go on. Repeatable. */
export async function releaseOrder(sql: Sql, orderId: string): Promise<Refused | Record<never, never>> {
  if (!isUuid(orderId)) return orderNotFound();
  const known = await sql`UPDATE work SET held_since = NULL, hold_reason = NULL WHERE order_id = ${orderId} RETURNING 1`;
  return known.length > 0 ? {} : orderNotFound();
}
