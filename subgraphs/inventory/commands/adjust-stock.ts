import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { StockRow } from '../stock.ts';
import { rowKey } from '../stock.ts';
import { putItems, type Item } from './items.ts';
import { lockStock, moveStock } from './stock-rows.ts';

export type Adjustment = { key: string; item: Item; delta: number; reason: string };

/** Adds to what is available and writes down why. One key, one movement: repeating it changes nothing. */
export const adjustStock = (sql: Sql, { key, item, delta, reason }: Adjustment): Promise<Refused | Record<never, never>> =>
  transaction(sql, async (tx) => {
    await putItems(tx, [item]);
    await tx`INSERT INTO stock (variant_id) VALUES (${item.variantId}) ON CONFLICT DO NOTHING`;
    const rows = await lockStock(tx, [item.variantId]);
    const before = await movementOf(tx, key);
    if (before) {
      const same = before.variantId === item.variantId && before.delta === delta && before.reason === reason;
      return same ? {} : refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used for another adjustment.', ['idempotencyKey']);
    }
    const row = rowFor(rows, delta);
    if (!row) return refuse('STOCK_BELOW_ZERO', 'So many units are not available to be taken out.', ['delta']);
    await tx`
      INSERT INTO movements (id, variant_id, shard, delta, reason, key)
      VALUES (${uuidv7()}, ${item.variantId}, ${row.shard}, ${delta}, ${reason}, ${key})`;
    await moveStock(tx, rows, new Map([[rowKey(row), { available: delta, reserved: 0, sold: 0 }]]));
    return {};
  });

/** The shard that can bear it: the emptiest to fill, the fullest to take from. */
function rowFor(rows: StockRow[], delta: number): StockRow | undefined {
  const sorted = [...rows].sort((a, b) => a.available - b.available);
  const row = delta >= 0 ? sorted[0] : sorted.at(-1);
  return row && row.available + delta >= 0 ? row : undefined;
}

const movementOf = async (tx: TransactionSql, key: string) =>
  (
    await tx<{ variantId: string; delta: number; reason: string }[]>`
    SELECT variant_id AS "variantId", delta, reason FROM movements WHERE key = ${key}`
  )[0];
