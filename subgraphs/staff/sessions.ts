import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import type { Log } from '../../kit/log.ts';
import { type Refused, refuse } from '../../kit/refusal.ts';
import { masked } from '../../kit/sign.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import type { Known, Tokens } from './contract.ts';
import { scopesOf } from './roles.ts';
import type { StaffTokens } from './tokens.ts';

const ACCESS_MINUTES = 10;
/** A sign-in lasts for a day's work at most without its password. */
const SESSION_HOURS = 12;
/** Within this a used token is taken for a repetition: its reply was lost, or two windows asked at once. */
const GRACE_SECONDS = 30;

const NO_TOKEN = () => refuse('INVALID_REFRESH_TOKEN', 'This token does not hold any more. Sign in again.', ['refreshToken']);

type Found = { memberId: string; seq: number; isRecent: boolean; holds: boolean };

/** Sign-ins of people. */
export function staffSessions(sql: Sql, tokens: StaffTokens, log: Log, changed: (memberId: string) => void) {
  async function given(tx: TransactionSql, sessionId: string, seq: number): Promise<Tokens> {
    const [row] = await tx<{ at: Date }[]>`
      SELECT least(now() + ${ACCESS_MINUTES} * interval '1 minute', expires_at) AS at FROM sessions WHERE id = ${sessionId}`;
    const expiresAt = row!.at;
    const accessToken = await tokens.access(sessionId, expiresAt);
    return { accessToken, refreshToken: tokens.refresh(sessionId, seq), expiresAt: expiresAt.toISOString() };
  }

  return {
    /** In the transaction of whoever has found out who it is. */
    async open(tx: TransactionSql, memberId: string): Promise<Tokens> {
      const id = uuidv7();
      await tx`INSERT INTO sessions (id, member_id, expires_at) VALUES (${id}, ${memberId}, now() + ${SESSION_HOURS} * interval '1 hour')`;
      return given(tx, id, 1);
    },

    async refresh(token: string): Promise<Tokens | Refused> {
      const read = tokens.readRefresh(token);
      if (!read) return NO_TOKEN();
      const { sessionId, seq } = read;
      let reused: string | undefined;
      const answer = await transaction(sql, async (tx) => {
        const [found] = await tx<Found[]>`
          SELECT s.member_id AS "memberId", s.seq, s.rotated_at > now() - ${GRACE_SECONDS} * interval '1 second' AS "isRecent",
            s.ended_at IS NULL AND s.expires_at > now() AND m.status = 'ACTIVE' AS holds
          FROM sessions s JOIN members m ON m.id = s.member_id WHERE s.id = ${sessionId} FOR UPDATE OF s`;
        if (!found?.holds) return NO_TOKEN();
        if (seq === found.seq) {
          await tx`UPDATE sessions SET seq = seq + 1, rotated_at = now() WHERE id = ${sessionId}`;
          return given(tx, sessionId, seq + 1);
        }
        if (seq === found.seq - 1 && found.isRecent) return given(tx, sessionId, found.seq);
        await tx`UPDATE sessions SET ended_at = now() WHERE id = ${sessionId}`;
        log.warn({ session: masked(sessionId) }, 'a refresh token of staff was used again: its sign-in has ended');
        reused = found.memberId;
        return NO_TOKEN();
      });
      if (reused) changed(reused);
      return answer;
    },

    /** Repeatable, and silent about tokens that are none. Gives whose it was. */
    async end(token: string): Promise<string | null> {
      const read = tokens.readRefresh(token);
      const [row] = read
        ? await sql<
            { member_id: string }[]
          >`UPDATE sessions SET ended_at = coalesce(ended_at, now()) WHERE id = ${read.sessionId} RETURNING member_id`
        : [];
      return row?.member_id ?? null;
    },

    endAll: async (tx: TransactionSql, memberId: string): Promise<void> =>
      void (await tx`UPDATE sessions SET ended_at = now() WHERE member_id = ${memberId} AND ended_at IS NULL`),

    async identify(token: string): Promise<Known | null> {
      const read = await tokens.readAccess(token);
      if (!read) return null;
      const [row] = await sql<{ id: string; role: string; forMs: number }[]>`
        SELECT m.id, m.role, (extract(epoch FROM ${read.expiresAt}::timestamptz - now()) * 1000)::float AS "forMs"
        FROM sessions s JOIN members m ON m.id = s.member_id
        WHERE s.id = ${read.sessionId} AND s.ended_at IS NULL AND m.status = 'ACTIVE' AND ${read.expiresAt}::timestamptz > now()`;
      return row ? { staff: { id: row.id, kind: 'STAFF', scopes: [...scopesOf(row.role)] }, forMs: row.forMs } : null;
    },
  };
}
export type StaffSessions = ReturnType<typeof staffSessions>;
