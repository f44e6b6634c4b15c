import { maskedAttempt } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const oneOrderPerTicket: Invariant = {
  id: 'one-order-per-ticket',
  when: 'always',
  promise: 'A ticket of a waiting room is used by one attempt at most, which has taken it; what an attempt has taken is used.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM checkout.tickets) + (SELECT count(*) FROM checkout.sale_purchases) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT 'ticket ' || ticket_id AS subject, max(at) AS since, format('taken by %s attempts', count(*)) AS detail
    FROM checkout.sale_purchases WHERE state <> 'GIVEN_BACK' GROUP BY ticket_id HAVING count(*) > 1
    UNION ALL
    SELECT 'ticket ' || t.id, t.used_at, 'used by an attempt that has not taken it' FROM checkout.tickets t
    WHERE t.status = 'USED' AND NOT EXISTS (
      SELECT FROM checkout.sale_purchases p WHERE p.attempt_id = t.used_by AND p.ticket_id = t.id AND p.state <> 'GIVEN_BACK')
    UNION ALL
    SELECT 'attempt ' || ${maskedAttempt(sql, 'attempt_id')}, p.at, format('has taken the ticket %s, which it does not use', p.ticket_id)
    FROM checkout.sale_purchases p WHERE p.state <> 'GIVEN_BACK' AND NOT EXISTS (
      SELECT FROM checkout.tickets t WHERE t.id = p.ticket_id AND t.status = 'USED' AND t.used_by = p.attempt_id)`,
};
