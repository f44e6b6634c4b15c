import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import type { orders } from '../../orders/contract.ts';
import { openWork } from './work-rows.ts';

type Ask = Pick<Client<typeof orders>, 'linesToShip'>;
type Known = NonNullable<Awaited<ReturnType<Ask['linesToShip']>>['order']>;

export const orderNotFound = () => refuse('ORDER_NOT_FOUND', 'There is no such order.', ['orderId']);

/** How an order stands, asked of orders; work is made of it where its event is not here yet, or came before there was a fulfillment. */
export async function knowOrder(sql: Sql, ask: Ask, orderId: string): Promise<Refused | Known> {
  const { order } = isUuid(orderId) ? await ask.linesToShip({ orderId }) : { order: null };
  if (!order) return orderNotFound();
  const [known] = await sql`SELECT 1 AS one FROM work WHERE order_id = ${orderId}`;
  if (!known)
    await transaction(sql, (tx) =>
      openWork(
        tx,
        order.lines.map((line) => ({ ...line, orderId })),
      ),
    );
  return order;
}
