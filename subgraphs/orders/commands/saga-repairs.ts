import type { Sql } from 'postgres';
import { driveToEnd, setGoing, type Stalled, stalledSagas } from '../../../kit/saga-repair.ts';
import type { Sagas } from '../../../kit/sagas.ts';
import { mendEach, type Repair, stillPlanned } from '../../../schema/vocabulary/repair.ts';

/** Cancellations that do not go on by themselves. */
export const planRepairs = async (sql: Sql): Promise<{ repairs: Repair[] }> => ({ repairs: (await stalledSagas(sql)).map(repairOf) });

/** Sets them going again, each on its own, and drives them on. */
export const applyRepairs = (sql: Sql, sagas: Pick<Sagas, 'recover'>, repairs: Repair[]) =>
  mendEach(repairs, {
    saga: async (repair) => {
      const saga = (await stalledSagas(sql)).find((one) => repairOf(one).subject === repair.subject);
      if (!saga || !(await setGoing(sql, saga.id, (now) => stillPlanned(repair, [repairOf(now)])))) return false;
      return `it is ${await driveToEnd(sql, sagas, saga.id)}`;
    },
  });

const repairOf = ({ id, name, state, input, at, fault }: Stalled): Repair => ({
  kind: 'saga',
  subject: `${name} ${id} of order ${(input as { orderId?: string }).orderId ?? 'unknown'}`,
  before: `${state} at "${at ?? 'its beginning'}"${fault ? `: ${fault.slice(0, 120)}` : ''}`,
  after: 'going again, its claims counted anew',
  byHand: false,
});
