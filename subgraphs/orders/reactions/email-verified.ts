import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { type Claim, claimOrders } from '../commands/claim-orders.ts';

/** Mail to this address reaches the customer: what a guest bought with it, they did. */
export const emailVerified = (tx: TransactionSql, events: EventEnvelope[]): Promise<void> =>
  claimOrders(
    tx,
    (events as EventEnvelope<Claim>[]).map((event) => event.payload),
  );
