import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { inventory } from '../../inventory/contract.ts';
import { indexAvailability } from '../commands/index-availability.ts';
import { takeTurn } from '../commands/index-documents.ts';

export async function availabilityChanged(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  await takeTurn(tx);
  await indexAvailability(
    tx,
    events.map(({ version, payload }) => {
      const { variantId, productId, status } = inventory.events.AvailabilityChanged.parse(payload);
      return { variantId, productId, version, inStock: status !== 'OUT_OF_STOCK' };
    }),
  );
}
