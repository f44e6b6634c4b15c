import { maskedAttempt } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const oneOrderPerTicket: Invariant = {
  id: 'one-order-per-ticket',
  when: 'always',
  promise: 'A ticket of a waiting room is used by one attempt at most, which has taken it; what an attempt has taken is used.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM checkout.tickets) + (SELECT count(*) FROM checkout.sale_purchases) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT 'ticket ' || t.id AS subject, t.used_at AS since, 'used by an attempt that has not taken it' AS detail FROM checkout.tickets t
    WHERE t.status = 'USED' AND NOT EXISTS (
      SELECT FROM checkout.sale_purchases p WHERE p.attempt_id = t.used_by AND p.ticket_id = t.id AND p.state <> 'GIVEN_BACK')
    UNION ALL
    SELECT 'attempt ' || ${maskedAttempt(sql, 'attempt_id')}, p.at, format('has taken the ticket %s, which it does not use', p.ticket_id)
    FROM checkout.sale_purchases p WHERE p.state <> 'GIVEN_BACK' AND NOT EXISTS (
      SELECT FROM checkout.tickets t WHERE t.id = p.ticket_id AND t.status = 'USED' AND t.used_by = p.attempt_id)`,
};
