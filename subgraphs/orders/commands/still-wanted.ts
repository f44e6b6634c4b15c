import type { Sql } from 'postgres';
import { type Refused, refuse } from '../../../kit/refusal.ts';

export const cancelledMeanwhile = () => refuse('ORDER_CANCELLED', 'The order was cancelled before it was paid.');

/** For an attempt that is about to wait for somebody: an order that its buyer has cancelled is waited for no longer. */
export async function stillWanted(sql: Sql, { orderId }: { orderId: string }): Promise<Refused | Record<never, never>> {
  const [cancelled] = await sql`SELECT 1 AS one FROM orders WHERE id = ${orderId} AND cancel_requested`;
  return cancelled ? cancelledMeanwhile() : {};
}
