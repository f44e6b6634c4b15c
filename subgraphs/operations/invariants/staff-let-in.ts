import type { Invariant } from '../invariant.ts';

export const staffLetIn: Invariant = {
  id: 'staff-let-in',
  when: 'always',
  promise: 'Who is let in by a sign-in is at work for the shop, and once it has had an owner it has one.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM staff.members) + (SELECT count(*) FROM staff.sessions) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT format('sign-in %s', s.id) AS subject, s.created_at AS since, format('holds, and its owner is %s', m.status) AS detail
    FROM staff.sessions s JOIN staff.members m ON m.id = s.member_id
    WHERE m.status <> 'ACTIVE' AND s.ended_at IS NULL AND s.expires_at > now()
    UNION ALL
    SELECT 'the shop', NULL, 'has no owner any more'
    WHERE EXISTS (SELECT FROM staff.members WHERE role = 'OWNER' AND password_hash IS NOT NULL)
      AND NOT EXISTS (SELECT FROM staff.members WHERE role = 'OWNER' AND status = 'ACTIVE')`,
};
