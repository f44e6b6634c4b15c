import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { catalog } from '../../catalog/contract.ts';
import type { Engine } from '../engine.ts';

export const productSaved =
  (engine: Pick<Engine, 'putDocuments'>) =>
  (tx: TransactionSql, events: EventEnvelope[]): Promise<void> =>
    engine.putDocuments(
      tx,
      events.map((event) => catalog.events.ProductSaved.parse(event.payload)),
    );
