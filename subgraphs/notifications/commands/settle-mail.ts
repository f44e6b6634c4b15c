import type { Sql } from 'postgres';
import type { Refusal } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import { TAKEN_S } from './deliver-due.ts';

const NOT_FOUND = {
  code: 'MAIL_NOT_FOUND',
  message: 'There is no such mail, or it is not one that could be sent again or let go.',
  path: ['id'],
};

/**
 * A person has seen to what was wrong: a mail that was given up, or waits long for its next try, is tried now, and as often as a new one. Not
 * one that is in hand just now: it would be sent twice.
 */
export async function resendMail(sql: Sql, id: string): Promise<Refusal[]> {
  if (!isUuid(id)) return [NOT_FOUND];
  const again = await sql`
    UPDATE mails SET status = 'PENDING', attempts = 0, due_at = now() WHERE id = ${id}
      AND (status = 'DEAD' OR (status = 'PENDING' AND due_at > now() + ${TAKEN_S} * interval '1 second'))`;
  return again.count === 1 ? [] : [NOT_FOUND];
}

/** A person lets it go: it will not be sent, and the audit names it no more. */
export async function dropMail(sql: Sql, id: string): Promise<Refusal[]> {
  if (!isUuid(id)) return [NOT_FOUND];
  const dropped = await sql`UPDATE mails SET status = 'DROPPED' WHERE id = ${id} AND status IN ('DEAD', 'PENDING')`;
  return dropped.count === 1 ? [] : [NOT_FOUND];
}
