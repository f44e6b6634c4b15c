import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { catalog } from '../../catalog/contract.ts';
import { indexDocuments, takeTurn } from '../commands/index-documents.ts';

export async function productSaved(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  await takeTurn(tx);
  await indexDocuments(
    tx,
    events.map((event) => catalog.events.ProductSaved.parse(event.payload)),
  );
}
