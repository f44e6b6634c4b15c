import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import { driveToEnd, setGoing, type Stalled, stalledSagas } from '../../../kit/saga-repair.ts';
import type { Sagas } from '../../../kit/sagas.ts';
import type { Repair } from '../../../schema/vocabulary/repair.ts';
import { stillPlanned } from '../../../schema/vocabulary/repair.ts';

/** An attempt's id is a secret: it shows as it does in the log. */
export const masked = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12);

/** Sagas that do not go on by themselves. */
export const planSagas = async (sql: Sql): Promise<Repair[]> => (await stalledSagas(sql)).map(repairOf);

/** Sets one going again and drives it on; where it has come to. */
export async function mendSaga(sql: Sql, sagas: Pick<Sagas, 'recover'>, repair: Repair): Promise<false | string> {
  const saga = (await stalledSagas(sql)).find((one) => repairOf(one).subject === repair.subject);
  if (!saga || !(await setGoing(sql, saga.id, (now) => stillPlanned(repair, [repairOf(now)])))) return false;
  return `it is ${await driveToEnd(sql, sagas, saga.id)}`;
}

const repairOf = ({ id, name, state, at, fault }: Stalled): Repair => ({
  kind: 'saga',
  subject: `${name} of attempt ${masked(id)}`,
  before: `${state} at "${at ?? 'its beginning'}"${fault ? `: ${fault.slice(0, 120)}` : ''}`,
  after: 'going again, its claims counted anew',
  byHand: false,
});
