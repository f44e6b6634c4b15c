import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type Delta, rowKey } from '../stock.ts';
import { type Item, putItems } from './items.ts';
import { lockStock, moveStock } from './stock-rows.ts';

/** Opening stock, set-based. A variant that has had stock before keeps what it has: importing twice sells nothing twice. */
export const openStock = (sql: Sql, variants: (Item & { quantity: number })[]): Promise<{ opened: number }> =>
  transaction(sql, async (tx) => {
    if (variants.length === 0) return { opened: 0 };
    await putItems(tx, variants);
    const fresh = await tx<{ variantId: string }[]>`
      INSERT INTO stock (variant_id) SELECT DISTINCT unnest(${variants.map((variant) => variant.variantId)}::uuid[])
      ON CONFLICT DO NOTHING RETURNING variant_id AS "variantId"`;
    const isFresh = new Set(fresh.map((row) => row.variantId));
    const opening = new Map(
      variants.filter((variant) => isFresh.has(variant.variantId) && variant.quantity > 0).map((v) => [v.variantId, v.quantity]),
    );
    await tx`
      INSERT INTO movements (id, variant_id, delta, reason, key)
      SELECT id, variant_id, delta, 'RECEIVED', 'opening:' || variant_id FROM unnest(${[...opening].map(() => uuidv7())}::uuid[],
        ${[...opening.keys()]}::uuid[], ${[...opening.values()]}::int[]) AS x(id, variant_id, delta)`;
    const rows = await lockStock(tx, opening.keys());
    const deltas = new Map<string, Delta>(
      rows.map((row) => [rowKey(row), { available: opening.get(row.variantId)!, reserved: 0, sold: 0 }]),
    );
    await moveStock(tx, rows, deltas);
    return { opened: opening.size };
  });
