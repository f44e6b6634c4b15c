import type { Sql } from 'postgres';
import { type Demand, LOW, sumDemand } from '../stock.ts';

/** Wants units held: under an own id for a checkout (`attemptId` null), or pinned for an attempt, perhaps by adopting a hold. */
export type Request = { reservationId: string; attemptId: string | null; adopt: string | null; lines: Demand; ttlSeconds: number };

/** Not as it was when the statement looked: one of these ids is taken, or the stock has run short meanwhile. */
const CHANGED = new Set(['23505', '22012']);

/**
 * Holds what new requests of a turn ask for, all in one statement and each from one shard: `own` where there are several. Only
 * where more than a few units are left in each of them then, so that everybody gets theirs and no variant's status changes.
 * Answers until when each is held, or null, and nothing was done: then it must be weighed who gets what.
 *
 * Reservations are written before stock rows are locked, and those in ascending order, as everybody does. What the first look
 * at the stock has found is tested again when the rows are moved; if it no longer holds, the division by zero undoes it all.
 */
export async function reservePlenty(sql: Sql, requests: Request[], own: number): Promise<Map<string, string> | null> {
  if (requests.some((request) => request.adopt !== null)) return null;
  const sorted = [...requests].sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1));
  const lines = sorted.flatMap(({ reservationId, lines: wanted }) => sumDemand(wanted).map((line) => ({ ...line, reservationId })));
  const demand = sumDemand(lines);
  const of = <T>(pick: (request: Request) => T) => sorted.map(pick);
  try {
    const held = await sql<{ id: string; expiresAt: Date }[]>`
      WITH chosen AS (
        SELECT s.variant_id, s.shard, d.units
        FROM unnest(${demand.map((line) => line.variantId)}::uuid[], ${demand.map((line) => line.quantity)}::int[]) AS d(variant_id, units)
          JOIN stock s ON s.variant_id = d.variant_id
            AND s.shard = ${own}::int % (SELECT count(*)::int FROM stock one WHERE one.variant_id = d.variant_id)
        WHERE s.available - d.units > ${LOW}
      ), plenty AS (SELECT count(*) = ${demand.length} AS is FROM chosen), held AS (
        INSERT INTO reservations (id, status, attempt_id, of_checkout, expires_at)
        SELECT id, 'HELD', attempt_id, of_checkout, now() + ttl * interval '1 second'
        FROM unnest(${of((r) => r.reservationId)}::uuid[], ${of((r) => r.attemptId)}::uuid[], ${of((r) => (r.attemptId === null ? 1 : 0))}::int[],
          ${of((r) => r.ttlSeconds)}::int[]) AS x(id, attempt_id, of_checkout, ttl), plenty WHERE plenty.is
        RETURNING id, expires_at
      ), listed AS (
        INSERT INTO reservation_lines (reservation_id, variant_id, shard, quantity)
        SELECT l.reservation_id, l.variant_id, chosen.shard, l.quantity
        FROM unnest(${lines.map((line) => line.reservationId)}::uuid[], ${lines.map((line) => line.variantId)}::uuid[],
          ${lines.map((line) => line.quantity)}::int[]) AS l(reservation_id, variant_id, quantity)
          JOIN chosen USING (variant_id), plenty WHERE plenty.is
      ), locked AS (
        SELECT s.variant_id, s.shard, chosen.units FROM stock s JOIN chosen USING (variant_id, shard)
        WHERE (SELECT count(*) FROM held) > 0 ORDER BY s.variant_id, s.shard FOR UPDATE OF s
      ), moved AS (
        UPDATE stock s SET available = s.available - l.units, reserved = s.reserved + l.units, version = s.version + 1
        FROM locked l WHERE s.variant_id = l.variant_id AND s.shard = l.shard AND s.available - l.units > ${LOW} RETURNING 1
      )
      SELECT id, expires_at AS "expiresAt", 1 / ((SELECT count(*) FROM moved) = ${demand.length})::int AS sure FROM held`;
    return held.length === 0 ? null : new Map(held.map((row) => [row.id, row.expiresAt.toISOString()]));
  } catch (error) {
    if (CHANGED.has((error as { code?: string }).code ?? '')) return null;
    throw error;
  }
}
