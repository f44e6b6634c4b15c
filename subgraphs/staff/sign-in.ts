import type { Sql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import type { Log } from '../../kit/log.ts';
import { Overloaded } from '../../kit/overloaded.ts';
import type { Passwords } from '../../kit/passwords.ts';
import { type Refused, refuse } from '../../kit/refusal.ts';
import { sha256 } from '../../kit/sign.ts';
import type { Tokens } from './contract.ts';
import type { StaffSessions } from './sessions.ts';

type Parts = { sql: Sql; passwords: Passwords; sessions: StaffSessions; log: Log };
type SignedIn = Tokens & { memberId: string };

const LEAST_PASSWORD = 12;
/** So many failures in a row, and nobody is let in for so long, whatever they know. */
const [MOST_FAILURES, LOCKED_MINUTES] = [10, 15];

/** The same whoever is not known, is not let in, or is locked out; and it takes as long. */
const NOT_SIGNED_IN = () => refuse('INVALID_CREDENTIALS', 'E-mail and password do not belong together, or there were too many tries.');
const BUSY = () => refuse('TRY_AGAIN', 'Too many sign in just now. Try again in a moment.');

/** How people come in: by a password, which an invitation has asked them to choose. */
export function signIn({ sql, passwords, sessions, log }: Parts) {
  async function byPassword(email: string, password: string): Promise<SignedIn | Refused> {
    // counted before it is tried, so that many at once are not more than one after another; given back when it was right
    const [member] = await sql<{ id: string; hash: string; locked: boolean }[]>`
      UPDATE members SET failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,
        locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= ${MOST_FAILURES} THEN now() + ${LOCKED_MINUTES} * interval '1 minute' END
      WHERE email = ${email} AND status = 'ACTIVE' AND (locked_until IS NULL OR locked_until < now())
      RETURNING id, password_hash AS hash, locked_until IS NOT NULL AS locked`;
    const isRight = await passwords.matches(password, member?.hash ?? null).catch(async (error: unknown) => {
      // nothing was tried: that there were too many at once is nobody's guess
      if (member) await sql`UPDATE members SET failures = greatest(failures - 1, 0) WHERE id = ${member.id}`;
      throw error;
    });
    if (!isRight && member?.locked)
      log.warn({ staff: member.id, minutes: LOCKED_MINUTES }, 'one of the staff is locked out: too many wrong passwords');
    if (!isRight || !member) return NOT_SIGNED_IN();
    return transaction(sql, async (tx) => {
      const cleared = await tx`
        UPDATE members SET failures = 0, locked_until = NULL WHERE id = ${member.id} AND status = 'ACTIVE' AND password_hash = ${member.hash} RETURNING 1`;
      return cleared.length === 1 ? { ...(await sessions.open(tx, member.id)), memberId: member.id } : NOT_SIGNED_IN();
    });
  }

  async function byInvitation(token: string, password: string): Promise<SignedIn | Refused> {
    if (password.length < LEAST_PASSWORD)
      return refuse('INVALID_PASSWORD', `A password has at least ${LEAST_PASSWORD} characters.`, ['password']);
    const hash = await passwords.hash(password);
    return transaction(sql, async (tx) => {
      const [member] = await tx<{ id: string }[]>`
        UPDATE members SET status = 'ACTIVE', password_hash = ${hash}, invitation_hash = NULL, invited_until = NULL
        WHERE invitation_hash = ${sha256(token)} AND invited_until > now() AND status = 'INVITED' RETURNING id`;
      if (!member) return refuse('INVALID_INVITATION', 'This invitation does not hold any more. Ask for another.', ['token']);
      return { ...(await sessions.open(tx, member.id)), memberId: member.id };
    });
  }

  return { byPassword: unlessBusy(byPassword), byInvitation: unlessBusy(byInvitation) };
}

const unlessBusy =
  (work: (a: string, b: string) => Promise<SignedIn | Refused>) =>
  (a: string, b: string): Promise<SignedIn | Refused> =>
    work(a, b).catch((error: unknown) => {
      if (error instanceof Overloaded) return BUSY();
      throw error;
    });
