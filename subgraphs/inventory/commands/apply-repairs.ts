import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Repair, mendEach, stillPlanned } from '../../../schema/vocabulary/repair.ts';
import { type Shard, rightCounters } from '../counters.ts';
import { type Delta, rowKey } from '../stock.ts';
import { endHolds } from './expire-reservations.ts';
import { miscounted, planHolds, planStock } from './plan-repairs.ts';
import { lockReservations } from './reservation-rows.ts';
import { lockStock, moveStock } from './stock-rows.ts';

/** Mends what was planned, each in a transaction of its own, planned anew under the locks that every command takes. */
export const applyRepairs = (sql: Sql, repairs: Repair[]) =>
  mendEach(repairs, {
    stock: (repair) => transaction(sql, (tx) => mendStock(tx, repair)),
    hold: (repair) => transaction(sql, (tx) => mendHold(tx, repair)),
  });

const idOf = ({ subject }: Repair): string => subject.slice(subject.indexOf(' ') + 1);

/**
 * Whoever writes lines or movements of a variant holds the locks of its stock rows until the end: under them, what is read
 * by the statements that follow stands still. A row that is missing cannot be locked: two repairs take turns by its name.
 */
async function mendStock(tx: TransactionSql, repair: Repair): Promise<boolean> {
  const variantId = idOf(repair);
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`repair ${variantId}`}, 0))`;
  await lockStock(tx, [variantId]);
  if (!stillPlanned(repair, await planStock(tx, variantId))) return false;
  const shards = await miscounted(tx, variantId);
  const right = new Map<number, Shard>(rightCounters(shards, shards[0]!.moved).map((row) => [row.shard, row]));
  await tx`
    INSERT INTO stock (variant_id, shard) SELECT ${variantId}, unnest(${shards.map((row) => row.shard)}::smallint[]) ON CONFLICT DO NOTHING`;
  const deltas = new Map<string, Delta>(
    shards.map((row) => {
      const { available, reserved, sold } = right.get(row.shard)!;
      const delta = { available: available - row.available, reserved: reserved - row.reserved, sold: sold - row.sold };
      return [rowKey({ variantId, shard: row.shard }), delta];
    }),
  );
  await moveStock(tx, await lockStock(tx, [variantId]), deltas);
  return true;
}

async function mendHold(tx: TransactionSql, repair: Repair): Promise<boolean> {
  const id = idOf(repair);
  await lockReservations(tx, [id]);
  if (!stillPlanned(repair, await planHolds(tx, id))) return false;
  await endHolds(tx, [id]);
  return true;
}
