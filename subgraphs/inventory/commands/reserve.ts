import type { Sql, TransactionSql } from 'postgres';
import { batched } from '../../../kit/batch.ts';
import { transaction } from '../../../kit/db.ts';
import { groupBy } from '../../../kit/group.ts';
import { type Refused, refuse, refused } from '../../../kit/refusal.ts';
import { reservationRejects } from '../../../kit/telemetry.ts';
import { insufficientStock } from '../../../schema/vocabulary/refusals.ts';
import { admit, type Delta, type Demand, evenly, type Granted, LOW, rowKey, type StockRow, sumDemand } from '../stock.ts';
import { lockReservations, type NewReservation, putLines, putReservations, type ReservationRow } from './reservation-rows.ts';
import { type Request, reservePlenty } from './reserve-plenty.ts';
import { addDelta, lockStock, moveStock } from './stock-rows.ts';

type Answer = { expiresAt: string } | Refused;

const TAKE = { available: -1, reserved: 1, sold: 0 };
const FREE = { available: 1, reserved: 0, sold: 0 };
const GIVE = { available: 1, reserved: -1, sold: 0 };

/**
 * Holds stock for all concurrent requests of a turn in one statement while there is plenty; else in one transaction:
 * reservations are locked first, then all shards of the stock, both in ascending order; requests are admitted in arrival order,
 * each all or nothing. `own`: the shard that this process sells from as long as it lasts.
 */
export const reserver = (sql: Sql, own: number) =>
  batched<Request, Answer>(
    async (requests) => {
      const held = await reservePlenty(sql, requests, own);
      if (held) return requests.map((request) => ({ expiresAt: held.get(request.reservationId)! }));
      return transaction(sql, (tx) => reserve(tx, requests, own));
    },
    // a request that comes twice in one turn finds the second time what it was given the first
    { key: (request) => request.reservationId },
  );

async function reserve(tx: TransactionSql, requests: Request[], own: number): Promise<Answer[]> {
  const known = await lockReservations(
    tx,
    requests.flatMap((request) => [request.reservationId, ...(request.adopt ? [request.adopt] : [])]),
  );
  const byId = new Map(known.map((row) => [row.id, row]));
  const plans = requests.map((request) => ({ request, ...target(request, byId) }));
  const open = plans.filter((plan) => plan.answer === undefined);
  const demands = open.map(({ request }) => sumDemand(request.lines));
  const rows = await lockStock(
    tx,
    [...demands.flat(), ...open.flatMap((plan) => plan.current)].map((line) => line.variantId),
  );
  const grants = admit(
    rows,
    open.map((plan, i) => ({ demand: demands[i]!, current: plan.current })),
  );
  const won = open.flatMap((plan, i) => ('granted' in grants[i]! ? [{ ...plan, granted: grants[i].granted }] : []));

  const deltas = new Map<string, Delta>();
  for (const { current, granted } of won) {
    for (const line of current) addDelta(deltas, line, line.quantity, GIVE);
    for (const line of granted) addDelta(deltas, line, line.quantity, TAKE);
  }
  refill(rows, deltas, sumDemand(demands.flat()), own);
  const [until] = await Promise.all([
    putReservations(tx, won.flatMap(reservationsOf)),
    putLines(
      tx,
      won.filter((plan) => plan.current.length > 0).map((plan) => plan.id),
      won.flatMap(({ id, granted }) => granted.map((line) => ({ ...line, reservationId: id }))),
    ),
    moveStock(tx, rows, deltas),
  ]);
  return plans.map((plan) => plan.answer ?? answerTo(plan, grants[open.indexOf(plan)]!, until));
}

/** Where the own shard had too few for what was asked of it at once, what is left is spread anew: all its variant's rows are locked. */
function refill(rows: StockRow[], deltas: Map<string, Delta>, demand: Demand, own: number): void {
  const asked = new Map(demand.map((line) => [line.variantId, line.quantity]));
  for (const [variantId, shards] of groupBy(rows, (row) => row.variantId)) {
    if (shards.length === 1 || shards[own % shards.length]!.available - (asked.get(variantId) ?? 0) > LOW) continue;
    const free = shards.map((row) => row.available + (deltas.get(rowKey(row))?.available ?? 0));
    for (const [i, units] of evenly(free).entries()) if (units !== 0) addDelta(deltas, shards[i]!, units, FREE);
  }
}

/** The reservation that is held; where that was adopted, the own id is used up, so that a late release finds its trace. */
function reservationsOf({ id, request, ofCheckout }: { id: string; request: Request; ofCheckout: boolean }): NewReservation[] {
  const held: NewReservation = { id, status: 'HELD', attemptId: request.attemptId, ofCheckout, ttlSeconds: request.ttlSeconds };
  if (id === request.reservationId) return [held];
  return [held, { id: request.reservationId, status: 'RELEASED', attemptId: null, ofCheckout: false, ttlSeconds: 0 }];
}

/** Which reservation a request is about, what that holds already, and the answer if nothing is left to do. */
function target(
  request: Request,
  known: Map<string, ReservationRow>,
): { id: string; ofCheckout: boolean; current: ReservationRow['lines']; answer?: Answer } {
  const own = known.get(request.reservationId);
  const adopted = request.adopt ? known.get(request.adopt) : undefined;
  const mine = [own, adopted].find((row) => row?.status === 'HELD' && request.attemptId !== null && row.attemptId === request.attemptId);
  if (mine) return { id: mine.id, ofCheckout: mine.ofCheckout, current: [], answer: { expiresAt: mine.expiresAt.toISOString() } };
  if (own?.status === 'HELD' && own.attemptId === null && request.attemptId === null)
    return { id: own.id, ofCheckout: true, current: own.lines };
  if (own) return { id: own.id, ofCheckout: own.ofCheckout, current: [], answer: refuse('RESERVATION_GONE', 'This hold has ended.') };
  if (adopted?.status === 'HELD' && adopted.attemptId === null) return { id: adopted.id, ofCheckout: true, current: adopted.lines };
  return { id: request.reservationId, ofCheckout: request.attemptId === null, current: [] };
}

function answerTo(plan: { id: string }, grant: Granted, until: Map<string, string>): Answer {
  if ('granted' in grant) return { expiresAt: until.get(plan.id)! };
  reservationRejects.inc();
  return refused(...grant.short.map(({ variantId, available }) => insufficientStock(variantId, available)));
}
