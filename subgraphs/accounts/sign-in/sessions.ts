import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import type { Log } from '../../../kit/log.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { masked, sha256, type Signer } from '../../../kit/sign.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { AccessTokens } from './access-token.ts';

/** What somebody has in hand who is signed in. `expiresAt` is that of the access token. */
export type Tokens = { customerId: string; accessToken: string; refreshToken: string; expiresAt: Date };

const ACCESS_MINUTES = 15;
/** A refresh token waits so long for its use, and a sign-in lasts so long however often it is refreshed. */
const REFRESH_DAYS = 30;
const SESSION_DAYS = 180;
/** Within this a used token is taken for a repetition: its reply was lost, or two windows of one shopper asked at once. */
const GRACE_SECONDS = 30;

const NO_TOKEN = () => refuse('INVALID_REFRESH_TOKEN', 'This token does not hold any more. Sign in again.', ['refreshToken']);

type Found = {
  sessionId: string;
  customerId: string;
  seq: number;
  isUsed: boolean;
  isRecent: boolean;
  /** The hash of the token after it, where that has not been used yet. */
  nextHash: string | null;
  holds: boolean;
};

/**
 * Sign-ins, and the refresh tokens that follow one another in each. A token is good once. Used again it gives what it gave
 * before, for a moment; after that somebody else has it, and the whole family ends. The next token is drawn from its place in
 * the family by the shop's secret, so that it can be given again; the database knows the hash of it.
 */
export function createSessions(sql: Sql, signer: Signer, tokens: AccessTokens, log: Log) {
  const tokensAt = (sessionId: string, seq: number) => signer.signatures('customer-refresh-token', `${sessionId} ${seq}`);
  const tokenAt = (sessionId: string, seq: number) => tokensAt(sessionId, seq)[0];
  const expiry = async (tx: TransactionSql | Sql) =>
    (await tx<{ at: Date }[]>`SELECT now() + ${ACCESS_MINUTES} * interval '1 minute' AS at`)[0]!.at;

  async function given(tx: TransactionSql | Sql, customerId: string, refreshToken: string): Promise<Tokens> {
    const expiresAt = await expiry(tx);
    return { customerId, accessToken: await tokens.sign(customerId, expiresAt), refreshToken, expiresAt };
  }
  const put = (tx: TransactionSql, sessionId: string, seq: number) => tx`
    INSERT INTO refresh_tokens (hash, session_id, seq, expires_at)
    VALUES (${sha256(tokenAt(sessionId, seq))}, ${sessionId}, ${seq}, now() + ${REFRESH_DAYS} * interval '1 day')`;

  /** Begins a sign-in, in the transaction of whoever has found out who it is. */
  async function open(tx: TransactionSql, customerId: string): Promise<Tokens> {
    const sessionId = uuidv7();
    await tx`
      INSERT INTO sessions (id, customer_id, expires_at) VALUES (${sessionId}, ${customerId}, now() + ${SESSION_DAYS} * interval '1 day')`;
    await put(tx, sessionId, 1);
    return given(tx, customerId, tokenAt(sessionId, 1));
  }

  const refresh = (token: string): Promise<Tokens | Refused> =>
    transaction(sql, async (tx) => {
      const found = await locked(tx, sha256(token));
      if (!found?.holds) return NO_TOKEN();
      const { sessionId, customerId, seq } = found;
      if (!found.isUsed) {
        await tx`UPDATE refresh_tokens SET used_at = now() WHERE session_id = ${sessionId} AND seq = ${seq}`;
        await put(tx, sessionId, seq + 1);
        return given(tx, customerId, tokenAt(sessionId, seq + 1));
      }
      // the secret may have been rotated since the one that is to be given again was signed
      const next = found.isRecent && tokensAt(sessionId, seq + 1).find((it) => sha256(it) === found.nextHash);
      if (next) return given(tx, customerId, next);
      await tx`UPDATE sessions SET revoked_at = now() WHERE id = ${sessionId}`;
      log.warn({ session: masked(sessionId) }, 'a refresh token was used again: its sign-in has ended');
      return NO_TOKEN();
    });

  return {
    open,
    refresh,
    /** Ends one sign-in. Repeatable, and silent about tokens that are none. */
    end: async (token: string): Promise<void> =>
      void (await sql`
        UPDATE sessions SET revoked_at = now() FROM refresh_tokens t
        WHERE t.hash = ${sha256(token)} AND sessions.id = t.session_id AND revoked_at IS NULL`),
    /** Ends all sign-ins of a customer. */
    endAll: async (tx: TransactionSql, customerId: string): Promise<void> =>
      void (await tx`UPDATE sessions SET revoked_at = now() WHERE customer_id = ${customerId} AND revoked_at IS NULL`),
  };
}
export type Sessions = ReturnType<typeof createSessions>;

/** A token with its sign-in, which is locked first: of two who bring one token the second sees what the first has done. */
async function locked(tx: TransactionSql, hash: string): Promise<Found | undefined> {
  await tx`SELECT 1 FROM sessions WHERE id = (SELECT session_id FROM refresh_tokens WHERE hash = ${hash}) FOR UPDATE`;
  const [found] = await tx<Found[]>`
    SELECT s.id AS "sessionId", s.customer_id AS "customerId", t.seq, t.used_at IS NOT NULL AS "isUsed",
      coalesce(t.used_at > now() - ${GRACE_SECONDS} * interval '1 second', false) AS "isRecent",
      (SELECT hash FROM refresh_tokens n WHERE n.session_id = s.id AND n.seq = t.seq + 1 AND n.used_at IS NULL) AS "nextHash",
      s.revoked_at IS NULL AND s.expires_at > now() AND (t.used_at IS NOT NULL OR t.expires_at > now()) AS holds
    FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = ${hash}`;
  return found;
}
