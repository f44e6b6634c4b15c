import type { TransactionSql } from 'postgres';
import { groupBy } from '../../../kit/group.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { inventory } from '../contract.ts';
import { type Delta, rowKey, type StockRow, statusOf } from '../stock.ts';

/** Locks all shards of these variants, in the one order in which everybody locks them. */
export const lockStock = (tx: TransactionSql, variantIds: Iterable<string>): Promise<StockRow[]> => tx<StockRow[]>`
  SELECT s.variant_id AS "variantId", s.shard, s.available, s.reserved, s.sold, s.version, i.product_id AS "productId"
  FROM stock s LEFT JOIN items i USING (variant_id)
  WHERE s.variant_id = ANY(${[...new Set(variantIds)]}::uuid[]) ORDER BY s.variant_id, s.shard FOR UPDATE OF s`;

/** Moves units within locked rows, and tells when a variant's status changes. The CHECK underneath has the last word. */
export async function moveStock(tx: TransactionSql, rows: StockRow[], deltas: Map<string, Delta>): Promise<void> {
  const moved = rows.filter((row) => deltas.has(rowKey(row)));
  if (moved.length === 0) return;
  const of = (field: keyof Delta) => moved.map((row) => deltas.get(rowKey(row))![field]);
  await Promise.all([
    tx`
      UPDATE stock s SET available = s.available + x.available, reserved = s.reserved + x.reserved, sold = s.sold + x.sold,
        version = s.version + 1
      FROM unnest(${moved.map((row) => row.variantId)}::uuid[], ${moved.map((row) => row.shard)}::smallint[], ${of('available')}::int[],
        ${of('reserved')}::int[], ${of('sold')}::int[]) AS x(variant_id, shard, available, reserved, sold)
      WHERE s.variant_id = x.variant_id AND s.shard = x.shard`,
    emit(tx, statusChanges(rows, deltas)),
  ]);
}

function statusChanges(rows: StockRow[], deltas: Map<string, Delta>) {
  return [...groupBy(rows, (row) => row.variantId)].flatMap(([variantId, shards]) => {
    const before = shards.reduce((sum, row) => sum + row.available, 0);
    const available = shards.reduce((sum, row) => sum + row.available + (deltas.get(rowKey(row))?.available ?? 0), 0);
    const productId = shards[0]!.productId;
    if (!productId || statusOf(before) === statusOf(available)) return [];
    const version = shards.reduce((sum, row) => sum + row.version + (deltas.has(rowKey(row)) ? 1 : 0), 0);
    return [
      eventOf(
        inventory,
        'AvailabilityChanged',
        { id: variantId, version },
        { variantId, productId, status: statusOf(available), available },
      ),
    ];
  });
}

/** Adds up what several requests do to one row. */
export function addDelta(deltas: Map<string, Delta>, row: { variantId: string; shard: number }, units: number, per: Delta): void {
  const sum = deltas.get(rowKey(row)) ?? { available: 0, reserved: 0, sold: 0 };
  deltas.set(rowKey(row), {
    available: sum.available + units * per.available,
    reserved: sum.reserved + units * per.reserved,
    sold: sum.sold + units * per.sold,
  });
}
