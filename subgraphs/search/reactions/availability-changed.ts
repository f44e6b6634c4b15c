import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { inventory } from '../../inventory/contract.ts';
import type { Engine } from '../engine.ts';

export const availabilityChanged =
  (engine: Pick<Engine, 'putAvailability'>) =>
  (tx: TransactionSql, events: EventEnvelope[]): Promise<void> =>
    engine.putAvailability(
      tx,
      events.map(({ version, payload }) => {
        const { variantId, productId, status } = inventory.events.AvailabilityChanged.parse(payload);
        return { variantId, productId, version, inStock: status !== 'OUT_OF_STOCK' };
      }),
    );
