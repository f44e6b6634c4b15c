import type { Invariant } from '../invariant.ts';

export const refreshFamilies: Invariant = {
  id: 'refresh-families',
  when: 'always',
  promise: 'Of a sign-in one refresh token is good at most: the last of its family, which has no gap.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM accounts.refresh_tokens`,
  // the sign-in's id is no secret: a token is drawn from it by the shop's secret
  offenders: ({ sql }) => sql`
    SELECT 'sign-in ' || s.id AS subject, s.created_at AS since,
      format('%s tokens to the number %s, %s of them good', t.tokens, t.last, t.good) AS detail
    FROM accounts.sessions s JOIN (
      SELECT session_id, count(*) AS tokens, max(seq) AS last, count(*) FILTER (WHERE used_at IS NULL) AS good,
        max(seq) FILTER (WHERE used_at IS NULL) AS live
      FROM accounts.refresh_tokens GROUP BY session_id) AS t ON t.session_id = s.id
    WHERE t.good <> 1 OR t.live <> t.last OR t.tokens <> t.last`,
};
