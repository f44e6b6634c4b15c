import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { moveUnits } from './adjust-stock.ts';

type Returned = { key: string; units: { variantId: string; quantity: number }[] };

/**
 * Units that were sold come back into what is available. They stay sold for the order that bought them, so the ledger has them as
 * new ones that came in (RETURNED). Stock is locked in ascending order.
 */
export const takeBack = (sql: Sql, { key, units }: Returned): Promise<Record<never, never>> =>
  transaction(sql, async (tx) => {
    for (const { variantId, quantity } of [...units].sort((a, b) => (a.variantId < b.variantId ? -1 : 1))) {
      const moved = await moveUnits(tx, { key: `returned_${key}_${variantId}`, variantId, delta: quantity, reason: 'RETURNED' });
      if (isRefused(moved)) throw new Error(`bug: units of ${variantId} cannot come back: ${moved.refused[0]!.code}`);
    }
    return {};
  });
