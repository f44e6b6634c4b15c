import type { Sql } from 'postgres';
import type { Read } from '../../../kit/db.ts';
import { turnLoader } from '../../../kit/turn-loader.ts';
import type { Phase, StockLeft } from '../sales/sale.ts';
import { phaseOf } from '../sales/sale-rows.ts';
import type { InLine, StoredStatus } from './ticket.ts';

/** A ticket beside its sale, both by the database's clock. */
export type TicketRow = InLine & {
  id: string;
  saleId: string;
  /** An admission that has run out is EXPIRED, whether the admitter has come by or not. */
  status: StoredStatus;
  expiresAt: Date | null;
  told: boolean;
  phase: Phase;
  stock: StockLeft;
  paused: boolean;
  admissionsPerSecond: number;
  opensInMs: number;
};

type Found = Omit<TicketRow, 'unplacedAhead'> & { unplacedAhead: number | null };

/**
 * All tickets that are asked for while the statement before is under way by one statement, on the connections of those who only
 * look: who waits holds up nobody who buys, and more of them make fewer and larger statements. A
 * million who wait for opening are counted once for all of them, and not too often.
 */
export function ticketRows(read: Read): (id: string) => Promise<TicketRow | null> {
  const waiting = waitingCounts(read);
  const load = async (ids: string[]): Promise<(TicketRow | null)[]> => {
    const rows = await read((sql) => ticketsById(sql, ids), FRESH);
    const found = new Map<string, TicketRow>();
    for (const row of rows)
      found.set(row.id, { ...row, unplacedAhead: row.place === null ? (row.unplacedAhead ?? (await waiting(row.saleId))) : 0 });
    return ids.map((id) => found.get(id) ?? null);
  };
  return turnLoader(load, { gather: true });
}

const ticketsById = (sql: Sql, ids: string[]) => sql<Found[]>`
  SELECT t.id, t.sale_id AS "saleId", t.place, t.expires_at AS "expiresAt", t.told,
    CASE WHEN t.status = 'ADMITTED' AND t.expires_at <= now() THEN 'EXPIRED' ELSE t.status END AS status,
    ${phaseOf(sql)} AS phase, s.stock, s.paused, s.admissions_per_second AS "admissionsPerSecond", s.drawn_at IS NOT NULL AS drawn,
    s.last_place AS "lastPlace", s.admitted_place AS "admittedPlace",
    greatest(0, extract(epoch FROM s.opens_at - now()) * 1000)::float8 AS "opensInMs",
    CASE WHEN t.place IS NULL AND NOT EXISTS (SELECT FROM tickets e WHERE e.sale_id = t.sale_id AND e.place IS NULL AND e.early) THEN
      (SELECT count(*)::int FROM tickets u WHERE u.sale_id = t.sale_id AND u.place IS NULL AND u.arrival < t.arrival) END AS "unplacedAhead"
  FROM tickets t JOIN sales s ON s.id = t.sale_id WHERE t.id = ANY(${ids}::uuid[])`;

/** On the primary: who has just joined is not on a replica yet. */
const FRESH = { fresh: true };
const COUNTED_PER_MS = 10;
const LONGEST_MS = 10_000;

/** How many wait for a sale to open. A count is good for the longer the more there was to count: a hundred thousand for ten seconds. */
function waitingCounts(read: Read): (saleId: string) => Promise<number> {
  const counts = new Map<string, { until: number; count: Promise<number> }>();
  return (saleId) => {
    const known = counts.get(saleId);
    if (known && known.until > performance.now()) return known.count;
    const count = read((sql) => countWaiting(sql, saleId), FRESH).then((rows) => {
      entry.until = performance.now() + Math.min(LONGEST_MS, rows[0]!.n / COUNTED_PER_MS);
      return rows[0]!.n;
    });
    const entry = { until: Number.POSITIVE_INFINITY, count };
    counts.set(saleId, entry);
    const forget = () => counts.get(saleId) === entry && counts.delete(saleId);
    count.then(() => setTimeout(forget, LONGEST_MS).unref(), forget);
    return count;
  };
}

const countWaiting = (sql: Sql, saleId: string) =>
  sql<{ n: number }[]>`SELECT count(*)::int AS n FROM tickets WHERE sale_id = ${saleId} AND place IS NULL`;
