import type { z } from 'zod';
import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import type { orders } from '../../orders/contract.ts';
import { cancelAllOf } from '../commands/cancel-shipment.ts';

type Refunded = z.output<typeof orders.events.OrderRefunded>;

/** An order was cancelled: what has not left stays. */
export const stopOrders = (tx: TransactionSql, events: EventEnvelope[]): Promise<void> =>
  cancelAllOf(
    tx,
    (events as EventEnvelope<{ orderId: string }>[]).map((event) => event.payload.orderId),
    { leaving: true },
  );

/** So it is with one of which all was given back. */
export const stopRefunded = (tx: TransactionSql, events: EventEnvelope[]): Promise<void> =>
  cancelAllOf(
    tx,
    (events as EventEnvelope<Refunded>[]).filter((event) => event.payload.isComplete).map((event) => event.payload.orderId),
    { leaving: false },
  );
