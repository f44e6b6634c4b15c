import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type Delta, rowKey, type StockRow } from '../stock.ts';
import { putItems, type Item } from './items.ts';
import { lockStock, moveStock } from './stock-rows.ts';

export type Adjustment = { key: string; item: Item; delta: number; reason: string };

/** Adds to what is available and writes down why. One key, one movement: repeating it changes nothing. */
export const adjustStock = (sql: Sql, { key, item, delta, reason }: Adjustment): Promise<Refused | Record<never, never>> =>
  transaction(sql, async (tx) => {
    await putItems(tx, [item]);
    return moveUnits(tx, { key, variantId: item.variantId, delta, reason });
  });

/** The same for a variant whose name is known, within a transaction that may move others too. */
export async function moveUnits(
  tx: TransactionSql,
  { key, variantId, delta, reason }: Omit<Adjustment, 'item'> & { variantId: string },
): Promise<Refused | Record<never, never>> {
  await tx`INSERT INTO stock (variant_id) VALUES (${variantId}) ON CONFLICT DO NOTHING`;
  const rows = await lockStock(tx, [variantId]);
  const before = await movementOf(tx, key);
  if (before) {
    const same = before.variantId === variantId && before.delta === delta && before.reason === reason;
    return same ? {} : refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used for another adjustment.', ['idempotencyKey']);
  }
  const deltas = moves(rows, delta);
  if (!deltas) return refuse('STOCK_BELOW_ZERO', 'So many units are not available to be taken out.', ['delta']);
  // one request, one movement, whichever shards bear it: the ledger is the variant's
  await tx`
      INSERT INTO movements (id, variant_id, delta, reason, key) VALUES (${uuidv7()}, ${variantId}, ${delta}, ${reason}, ${key})`;
  await moveStock(tx, rows, deltas);
  return {};
}

/** The emptiest shard is filled; units are taken from the fullest, as many shards as it needs. Null when there are not so many. */
function moves(rows: StockRow[], delta: number): Map<string, Delta> | null {
  const sorted = [...rows].sort((a, b) => a.available - b.available || a.shard - b.shard);
  if (delta >= 0) return new Map([[rowKey(sorted[0]!), { available: delta, reserved: 0, sold: 0 }]]);
  const deltas = new Map<string, Delta>();
  let left = -delta;
  for (const row of sorted.reverse()) {
    const units = Math.min(left, row.available);
    if (units > 0) deltas.set(rowKey(row), { available: -units, reserved: 0, sold: 0 });
    left -= units;
  }
  return left === 0 ? deltas : null;
}

const movementOf = async (tx: TransactionSql, key: string) =>
  (
    await tx<{ variantId: string; delta: number; reason: string }[]>`
    SELECT variant_id AS "variantId", delta, reason FROM movements WHERE key = ${key}`
  )[0];
