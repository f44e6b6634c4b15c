import type { Invariant } from '../invariant.ts';

export const mailsSent: Invariant = {
  id: 'mails-sent',
  when: 'quiescent',
  promise: 'A mail is tried within 5 min of its time, and none is given up without a person knowing.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM notifications.mails`,
  offenders: ({ sql }) => sql`
    SELECT 'mail ' || id AS subject, created_at AS since,
      CASE status WHEN 'DEAD' THEN format('%s given up after %s tries: %s', kind, attempts, last_error)
        ELSE format('%s due and not tried', kind) END AS detail
    FROM notifications.mails WHERE status = 'DEAD' OR (status = 'PENDING' AND due_at < now() - interval '5 minutes')`,
};
