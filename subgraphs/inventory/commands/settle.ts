import type { Sql, TransactionSql } from 'postgres';
import { batched } from '../../../kit/batch.ts';
import { transaction } from '../../../kit/db.ts';
import { EFFECT, next, type ReservationEvent, type ReservationStatus } from '../reservation.ts';
import type { Delta } from '../stock.ts';
import { lockReservations, type ReservationRow } from './reservation-rows.ts';
import { sellHeld } from './sell-held.ts';
import { addDelta, lockStock, moveStock } from './stock-rows.ts';

/** What becomes of an attempt's reservation. `reservationId` with `release`: leaves a tombstone if it was never made. */
export type Settlement = { attemptId: string; event: Exclude<ReservationEvent, 'expire'>; reservationId?: string };
type Change = { id: string; status: ReservationStatus; unpinned: boolean };

/** Ends or sells reservations for all concurrent requests of a turn: in one statement what is sold, else in one transaction. Repeating it changes nothing. */
export const settler = (sql: Sql) =>
  batched<Settlement, Record<never, never>>(
    async (requests) => {
      const sold = requests.every((request) => request.event === 'commit') ? await sellHeld(sql, requests) : new Set<string>();
      const left = requests.filter((request) => !sold.has(request.attemptId));
      if (left.length > 0) await transaction(sql, (tx) => settle(tx, left));
      return requests.map(() => ({}));
    },
    { inFlight: 2 },
  );

async function settle(tx: TransactionSql, requests: Settlement[]): Promise<Record<never, never>[]> {
  const ids = requests.flatMap((request) => request.reservationId ?? []).sort();
  // first the tombstones: a reserve that is under way under one of these ids has ended when this insert returns
  if (ids.length > 0) await bury(tx, ids);
  const rows = await lockReservations(
    tx,
    ids,
    requests.map((request) => request.attemptId),
  );
  const changes = new Map<string, Change>();
  const deltas = new Map<string, Delta>();
  for (const request of requests) {
    const own = rows.filter((row) => row.attemptId === request.attemptId);
    if (request.event === 'commit' && own.length === 0) throw new Error(`attempt ${request.attemptId} holds nothing to commit`);
    for (const row of own) {
      const change = changeOf(row, request.event);
      if (!change) continue;
      changes.set(row.id, change);
      if (!change.unpinned) for (const line of row.lines) addDelta(deltas, line, line.quantity, EFFECT[request.event]);
      // the next request of the batch finds the row as this one leaves it
      row.status = change.status;
      if (change.unpinned) row.attemptId = null;
    }
  }
  const touched = rows.filter((row) => changes.has(row.id)).flatMap((row) => row.lines.map((line) => line.variantId));
  const stock = await lockStock(tx, touched);
  await Promise.all([write(tx, [...changes.values()]), moveStock(tx, stock, deltas)]);
  return requests.map(() => ({}));
}

/** An adopted hold that is refused goes back to its checkout and ends at its own time; all else follows the table. */
function changeOf(row: ReservationRow, event: Settlement['event']): Change | null {
  if (event === 'release' && row.status === 'HELD' && row.ofCheckout) return { id: row.id, status: 'HELD', unpinned: true };
  const status = next(row.status, event);
  if (status === 'same') return null;
  if (status === null) throw new Error(`a reservation that is ${row.status} cannot ${event}`);
  return { id: row.id, status, unpinned: false };
}

const write = (tx: TransactionSql, changes: Change[]) => tx`
  UPDATE reservations r SET status = x.status, attempt_id = CASE WHEN x.unpinned = 1 THEN NULL ELSE r.attempt_id END
  FROM unnest(${changes.map((change) => change.id)}::uuid[], ${changes.map((change) => change.status)}::text[],
    ${changes.map((change) => (change.unpinned ? 1 : 0))}::int[]) AS x(id, status, unpinned)
  WHERE r.id = x.id`;

/** Tombstones: a reserve that comes late under these ids is turned away. */
const bury = (tx: TransactionSql, ids: string[]) => tx`
  INSERT INTO reservations (id, status, of_checkout, expires_at) SELECT unnest(${ids}::uuid[]), 'RELEASED', 0, now() ON CONFLICT DO NOTHING`;
