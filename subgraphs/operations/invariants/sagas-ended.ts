import { maskedAttempt } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';
import { openSagas } from '../open-sagas.ts';

export const sagasEnded: Invariant = {
  id: 'sagas-ended',
  when: 'quiescent',
  promise: 'A saga ends within 30 s, a wait by its deadline, and none is stuck.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM checkout.sagas) + (SELECT count(*) FROM orders.sagas) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT name || ' of attempt ' || ${maskedAttempt(sql, 'attempt_id')} AS subject, since,
      CASE state WHEN 'WAITING' THEN 'WAITING past its deadline' WHEN 'STUCK' THEN 'STUCK: what it could not undo needs a person'
        ELSE state || ' for too long' END AS detail
    FROM (${openSagas(sql)}) AS saga WHERE overdue`,
};
