import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import type { Sagas } from '../../../kit/sagas.ts';

/** What an attempt waits for has happened: it goes on with the next recovery. It alone changes its order. */
export const wakeAttempts = (sagas: Sagas) => async (_: TransactionSql, events: EventEnvelope[]) =>
  sagas.wake((events as EventEnvelope<{ attemptId: string }>[]).map((event) => event.payload.attemptId));
