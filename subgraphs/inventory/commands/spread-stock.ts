import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { groupBy } from '../../../kit/group.ts';
import { type Delta, evenly } from '../stock.ts';
import { addDelta, lockStock, moveStock } from './stock-rows.ts';

/**
 * Gives variants so many shards at least, with what is free spread over them. Shards are never taken away: what was sold from
 * one is counted there. A variant that has never had stock gets none yet: its first units open it (open-stock.ts).
 */
export const spreadStock = (sql: Sql, { variantIds, shards }: { variantIds: string[]; shards: number }): Promise<Record<never, never>> =>
  transaction(sql, async (tx) => {
    await tx`
      INSERT INTO stock (variant_id, shard) SELECT variant_id, n FROM stock, generate_series(1, ${shards}::int - 1) AS n
      WHERE variant_id = ANY(${variantIds}::uuid[]) AND shard = 0 ORDER BY 1, 2 ON CONFLICT DO NOTHING`;
    const rows = await lockStock(tx, variantIds);
    const deltas = new Map<string, Delta>();
    for (const own of groupBy(rows, (row) => row.variantId).values()) {
      const moves = evenly(own.map((row) => row.available));
      for (const [i, units] of moves.entries()) if (units !== 0) addDelta(deltas, own[i]!, units, { available: 1, reserved: 0, sold: 0 });
    }
    await moveStock(tx, rows, deltas);
    return {};
  });
