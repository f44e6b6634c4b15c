import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillWorld } from '../harness/drill-world.ts';

/** The books at a moment: units of the sale's goods, and its tickets by what is stored of them. */
export type Sample = {
  /** Milliseconds from the start of the rehearsal. */
  at: number;
  available: number;
  reserved: number;
  sold: number;
  waiting: number;
  /** Let in so far, whatever they have done with it. */
  letIn: number;
};

const EVERY_MS = 250;

/** Looks at the books four times a second, past the shop; `stop` gives what was seen. While Postgres is away there is nothing to see. */
export function watchBooks(world: DrillWorld, { saleId, variantId, startAt }: { saleId: string; variantId: string; startAt: number }) {
  const samples: Sample[] = [];
  let over = false;
  const look = async () => {
    const [row] = await world.books<Omit<Sample, 'at'>[]>`
      SELECT s.available, s.reserved, s.sold, t.waiting, t.let_in AS "letIn" FROM
        (SELECT sum(available)::int AS available, sum(reserved)::int AS reserved, sum(sold)::int AS sold
          FROM inventory.stock WHERE variant_id = ${variantId}) AS s,
        (SELECT count(*) FILTER (WHERE status = 'WAITING')::int AS waiting, count(*) FILTER (WHERE status <> 'WAITING')::int AS let_in
          FROM checkout.tickets WHERE sale_id = ${saleId}) AS t`;
    samples.push({ at: Date.now() - startAt, ...row! });
  };
  const watching = (async () => {
    for (let due = Date.now(); !over; due = Math.max(due + EVERY_MS, Date.now())) {
      await sleep(Math.max(0, due - Date.now()));
      await look().catch(() => {});
    }
  })();
  return {
    async stop(): Promise<Sample[]> {
      over = true;
      await watching;
      return samples;
    },
  };
}

/** The last moment at which not all was sold, as far as was seen: from the next one on there was nothing to wait for. Null while there is. Pure. */
export function soldOutAt(samples: readonly Sample[]): number | null {
  const isGone = ({ available, reserved }: Sample) => available + reserved === 0;
  if (samples.length === 0 || !isGone(samples.at(-1)!)) return null;
  const last = samples.findLast((sample) => !isGone(sample));
  return last ? last.at : samples[0]!.at;
}
