import type { Invariant } from '../invariant.ts';

export const trailUnbroken: Invariant = {
  id: 'trail-unbroken',
  when: 'always',
  promise: 'The rows of the trail are numbered from 1 on without a gap, and an action that has ended has begun.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM staff.trail`,
  offenders: ({ sql }) => sql`
    WITH numbered AS (SELECT seq, at, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM staff.trail)
    SELECT format('row %s', seq) AS subject, at AS since, format('follows row %s', before) AS detail FROM numbered WHERE seq <> before + 1
    UNION ALL
    SELECT 'the last row', NULL, format('is numbered %s, and %s were written', last, h.seq)
    FROM staff.trail_head h, (SELECT coalesce(max(seq), 0) AS last FROM staff.trail) AS t WHERE h.seq <> last
    UNION ALL
    SELECT format('action %s', e.action_id), e.at, 'has ended and not begun' FROM staff.trail e
    WHERE e.phase = 'ENDED' AND e.written_at < now() - interval '10 minutes'
      AND NOT EXISTS (SELECT FROM staff.trail b WHERE b.action_id = e.action_id AND b.phase = 'BEGUN')`,
};
