import { maskedAttempt } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

/** How long a saga's lease may be over: a recovery that is due each second has passed it by again and again. */
const UNCLAIMED = '30 seconds';

export const attemptsAnswered: Invariant = {
  id: 'attempts-answered',
  when: 'quiescent',
  promise:
    'No idempotency key is left without an answer: its attempt is rejected at once, or a saga that somebody holds or takes up is at it.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM checkout.attempts`,
  offenders: ({ sql }) => sql`
    SELECT 'attempt ' || ${maskedAttempt(sql, 'a.id')} AS subject, a.created_at AS since, 'neither rejected nor begun' AS detail
    FROM checkout.attempts a LEFT JOIN checkout.sagas s ON s.id = a.id WHERE s.id IS NULL AND a.refusals IS NULL
    UNION ALL
    SELECT 'attempt ' || ${maskedAttempt(sql, 's.id')}, s.lease_until, s.state || ', and nobody has taken it up since its lease was over'
    FROM checkout.sagas s WHERE s.state IN ('RUNNING', 'COMPENSATING') AND s.lease_until < now() - ${UNCLAIMED}::interval`,
};
