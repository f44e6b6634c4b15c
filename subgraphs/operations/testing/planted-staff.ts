import type { Fault } from './fault.ts';
import { idOf } from './purchases.ts';

const unguarded = (statement: string) =>
  `ALTER TABLE staff.trail DISABLE TRIGGER USER; ${statement}; ALTER TABLE staff.trail ENABLE TRIGGER USER`;

/** What is wrong with the trail, and with who is let in. */
export const staff: Record<string, Fault[]> = {
  'trail-unbroken': [
    { name: 'a row is taken out of the trail', sql: unguarded('DELETE FROM staff.trail WHERE seq = 3') },
    { name: 'its first row is taken away', sql: unguarded('DELETE FROM staff.trail WHERE seq = 1; UPDATE staff.trail SET phase = phase') },
    { name: 'its last row is taken away', sql: unguarded('DELETE FROM staff.trail WHERE seq = 5') },
    { name: 'an action is given to another', sql: unguarded(`UPDATE staff.trail SET action_id = '${idOf('other', 9)}' WHERE seq = 4`) },
  ],
  'staff-let-in': [
    { name: 'somebody who has left is let in', sql: `UPDATE staff.sessions SET ended_at = NULL WHERE member_id = '${idOf('staff', 2)}'` },
    {
      name: 'the last owner is gone',
      sql: `UPDATE staff.sessions SET ended_at = now(); UPDATE staff.members SET role = 'MANAGER' WHERE id = '${idOf('staff', 1)}'`,
    },
  ],
};
