import type { z } from 'zod';
import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import type { orders } from '../../orders/contract.ts';
import { openWork } from '../commands/work-rows.ts';

type Placed = z.output<typeof orders.events.OrderPlaced>;

/** Work is made of what was bought. What was told before there was a fulfillment names no lines: that is asked for when it is wanted. */
export async function workOnOrders(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const lines = (events as EventEnvelope<Placed>[]).flatMap(({ payload: { orderId, items } }) =>
    items.flatMap(({ orderLineId, variantId, sku, title, qty }) =>
      orderLineId === undefined ? [] : [{ orderId, orderLineId, variantId, sku, title: title ?? sku, quantity: qty }],
    ),
  );
  if (lines.length > 0) await openWork(tx, lines);
}
