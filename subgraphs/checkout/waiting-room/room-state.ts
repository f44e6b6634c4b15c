import type { Read } from '../../../kit/db.ts';
import type { Sample } from '../../../kit/scrape.ts';
import { roomAdmitted, roomAdmittedPlace, roomMoves, roomWaiting } from '../../../kit/state-metrics.ts';

/** Sales that are told of at a time: those that open next, or have opened last. */
const SALES = 10;
/** A million who wait for the opening are not counted again and again. */
const COUNTED = 100_000;

type Row = { sale: string; waiting: number; admitted: number; admittedPlace: number; moves: boolean };

/** Who waits in the sales that are open, or open within a day. */
export async function roomSamples(read: Read): Promise<Sample[]> {
  const rows = await read(
    (sql) => sql<Row[]>`
    SELECT s.slug AS sale, s.admitted_place AS "admittedPlace", s.opens_at <= now() AND NOT s.paused AND s.stock = 'FREE' AS moves,
      (s.last_place - s.admitted_place + (SELECT count(*) FROM (SELECT FROM tickets t WHERE t.sale_id = s.id AND t.place IS NULL LIMIT ${COUNTED}) AS unplaced))::int AS waiting,
      (SELECT count(*) FROM tickets t WHERE t.sale_id = s.id AND t.status = 'ADMITTED' AND t.expires_at > now())::int AS admitted
    FROM sales s WHERE s.ends_at > now() AND s.opens_at < now() + interval '1 day' ORDER BY s.opens_at DESC LIMIT ${SALES}`,
    { fresh: true },
  );
  return rows.flatMap(({ sale, waiting, admitted, admittedPlace, moves }) => [
    { gauge: roomWaiting, labels: { sale }, value: waiting },
    { gauge: roomAdmitted, labels: { sale }, value: admitted },
    { gauge: roomAdmittedPlace, labels: { sale }, value: admittedPlace },
    { gauge: roomMoves, labels: { sale }, value: moves ? 1 : 0 },
  ]);
}
