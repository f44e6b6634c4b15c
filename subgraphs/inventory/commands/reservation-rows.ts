import type { TransactionSql } from 'postgres';
import { TryAgain } from '../../../kit/db.ts';
import { groupBy } from '../../../kit/group.ts';
import type { ReservationStatus } from '../reservation.ts';
import type { Allocation } from '../stock.ts';

export type ReservationRow = {
  id: string;
  status: ReservationStatus;
  attemptId: string | null;
  ofCheckout: boolean;
  expiresAt: Date;
  lines: Allocation[];
};

/**
 * Locks reservations by id or by the attempt that pinned them, in the order of ids; before any stock row is locked.
 * Their lines are read by a second statement: one that had to wait for a lock would see them as they were before it.
 */
export async function lockReservations(tx: TransactionSql, ids: string[], attemptIds: string[] = []): Promise<ReservationRow[]> {
  const rows = await tx<Omit<ReservationRow, 'lines'>[]>`
    SELECT id, status, attempt_id AS "attemptId", of_checkout = 1 AS "ofCheckout", expires_at AS "expiresAt" FROM reservations
    WHERE id = ANY(${ids}::uuid[]) OR attempt_id = ANY(${attemptIds}::uuid[]) ORDER BY id FOR UPDATE`;
  if (rows.length === 0) return [];
  const lines = await tx<(Allocation & { reservationId: string })[]>`
    SELECT reservation_id AS "reservationId", variant_id AS "variantId", shard, quantity FROM reservation_lines
    WHERE reservation_id = ANY(${rows.map((row) => row.id)}::uuid[])`;
  const byReservation = groupBy(lines, (line) => line.reservationId);
  return rows.map((row) => ({ ...row, lines: byReservation.get(row.id) ?? [] }));
}

export type NewReservation = { id: string; status: ReservationStatus; attemptId: string | null; ofCheckout: boolean; ttlSeconds: number };

/**
 * Writes new reservations, and renews those that are held: who pins them, and until when. When one of the ids was buried
 * meanwhile, the whole transaction is to be tried again: it will find the tombstone.
 */
export async function putReservations(tx: TransactionSql, rows: NewReservation[]): Promise<Map<string, string>> {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const written = await tx<{ id: string; expiresAt: Date }[]>`
    INSERT INTO reservations AS r (id, status, attempt_id, of_checkout, expires_at)
    SELECT id, status, attempt_id, of_checkout, now() + ttl * interval '1 second'
    FROM unnest(${sorted.map((row) => row.id)}::uuid[], ${sorted.map((row) => row.status)}::text[], ${sorted.map((row) => row.attemptId)}::uuid[],
      ${sorted.map((row) => (row.ofCheckout ? 1 : 0))}::int[], ${sorted.map((row) => row.ttlSeconds)}::int[]) AS x(id, status, attempt_id, of_checkout, ttl)
    ON CONFLICT (id) DO UPDATE SET attempt_id = excluded.attempt_id, expires_at = greatest(r.expires_at, excluded.expires_at)
      WHERE r.status = 'HELD' AND excluded.status = 'HELD'
    RETURNING id, expires_at AS "expiresAt"`;
  if (written.length < rows.length) throw new TryAgain('a reservation was ended while it was being made');
  return new Map(written.map((row) => [row.id, row.expiresAt.toISOString()]));
}

/** Sets the lines of reservations to exactly these. */
export async function putLines(tx: TransactionSql, replaced: string[], lines: (Allocation & { reservationId: string })[]): Promise<void> {
  if (replaced.length > 0) await tx`DELETE FROM reservation_lines WHERE reservation_id = ANY(${replaced}::uuid[])`;
  await tx`
    INSERT INTO reservation_lines (reservation_id, variant_id, shard, quantity)
    SELECT * FROM unnest(${lines.map((line) => line.reservationId)}::uuid[], ${lines.map((line) => line.variantId)}::uuid[],
      ${lines.map((line) => line.shard)}::smallint[], ${lines.map((line) => line.quantity)}::int[])`;
}
