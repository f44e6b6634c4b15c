import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { forgetAttempts } from '../customers/forget-buyers.ts';

/** An order has ended whose customer is erased: its attempt forgets them too. */
export const buyerForgotten = (tx: TransactionSql, events: EventEnvelope[]): Promise<void> =>
  forgetAttempts(
    tx,
    (events as EventEnvelope<{ attemptId: string }>[]).map((event) => event.payload.attemptId),
  );
