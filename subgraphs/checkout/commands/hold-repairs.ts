import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { type Repair, stillPlanned } from '../../../schema/vocabulary/repair.ts';
import type { inventory } from '../../inventory/contract.ts';
import { masked } from './saga-repairs.ts';

type Orphan = { reservationId: string; attemptId: string; bought: boolean };
type Inventory = Pick<Client<typeof inventory>, 'pinnedHolds' | 'commit' | 'release'>;

export const planHolds = async (sql: Sql, ask: Inventory): Promise<Repair[]> => (await orphans(sql, ask)).map(repairOf);

/** Ends a hold as its saga has ended: sold where that is done, given back where it was undone or never was. */
export async function mendHold(sql: Sql, ask: Inventory, repair: Repair): Promise<boolean> {
  const orphan = (await orphans(sql, ask)).find((one) => stillPlanned(repair, [repairOf(one)]));
  if (!orphan) return false;
  const { reservationId, attemptId, bought } = orphan;
  await (bought ? ask.commit({ attemptId }) : ask.release({ reservationId, attemptId }));
  return true;
}

/**
 * Holds that an attempt has pinned whose saga has ended. Inventory is asked first: a saga that ends between the two looks
 * has ended just now, and is passed over.
 */
async function orphans(sql: Sql, ask: Inventory): Promise<Orphan[]> {
  const { holds } = await ask.pinnedHolds({});
  return sql<Orphan[]>`
    SELECT reservation_id AS "reservationId", attempt_id AS "attemptId", coalesce(s.state = 'DONE', false) AS bought
    FROM unnest(${holds.map((hold) => hold.reservationId)}::uuid[], ${holds.map((hold) => hold.attemptId)}::uuid[])
      AS hold(reservation_id, attempt_id) LEFT JOIN sagas s ON s.id = attempt_id
    WHERE s.id IS NULL OR (s.state IN ('DONE', 'COMPENSATED') AND s.updated_at < now() - interval '10 seconds') ORDER BY 1`;
}

const repairOf = ({ reservationId, attemptId, bought }: Orphan): Repair => ({
  kind: 'hold',
  subject: `reservation ${reservationId}`,
  before: `HELD for attempt ${masked(attemptId)}, whose saga has ended`,
  after: bought ? 'COMMITTED: its order is placed' : 'given back: its order is not',
  byHand: false,
});
