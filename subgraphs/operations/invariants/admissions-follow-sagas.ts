import { isSettled, maskedAttempt } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const admissionsFollowSagas: Invariant = {
  id: 'admissions-follow-sagas',
  when: 'quiescent',
  promise: 'An attempt that was undone has given its admission back, and one that bought has kept it.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM checkout.sale_purchases`,
  offenders: (given) => given.sql`
    SELECT 'attempt ' || ${maskedAttempt(given.sql, 'attempt_id')} AS subject, p.at AS since,
      format('its saga is %s, its admission %s', coalesce(s.state, 'not there'), p.state) AS detail
    FROM checkout.sale_purchases p LEFT JOIN checkout.sagas s ON s.id = p.attempt_id
    WHERE ${isSettled(given, 'attempt_id')} AND (
      s.id IS NULL OR (s.state = 'COMPENSATED' AND p.state <> 'GIVEN_BACK') OR (s.state = 'DONE' AND p.state = 'GIVEN_BACK'))`,
};
