import { errors, SignJWT } from 'jose';
import type { Signer } from '../../kit/sign.ts';
import { jwtKeys, signedClaims } from '../../kit/signed-claims.ts';
import { isUuid } from '../../kit/uuid.ts';

const ALGORITHM = 'HS256';
const TYPE = 'staff+jwt';
const REFRESH = 'staff-refresh-token';

/**
 * Signs what staff have in hand, with keys drawn from the shop's secret. Whether it still holds is decided by the row of the
 * sign-in, by the database's clock: an access token names its sign-in and carries its end.
 */
export function staffTokens(signer: Signer) {
  const keys = jwtKeys(signer, 'staff-access-token');
  return {
    access: (sessionId: string, expiresAt: Date): Promise<string> =>
      new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setSubject(sessionId)
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(keys[0]),
    /** Null for one that we have not signed. */
    async readAccess(token: string): Promise<{ sessionId: string; expiresAt: Date } | null> {
      try {
        const options = { algorithms: [ALGORITHM], typ: TYPE, currentDate: new Date(0), requiredClaims: ['exp', 'sub'] };
        const { payload } = await signedClaims(token, keys, options);
        return isUuid(payload.sub!) ? { sessionId: payload.sub!, expiresAt: new Date(payload.exp! * 1000) } : null;
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
        throw error;
      }
    },
    refresh: (sessionId: string, seq: number): string => `${sessionId}.${seq}.${signer.sign(REFRESH, `${sessionId} ${seq}`)}`,
    readRefresh(token: string): { sessionId: string; seq: number } | null {
      const [sessionId = '', seq = '', signature = ''] = token.split('.');
      return signer.verify(REFRESH, `${sessionId} ${seq}`, signature) ? { sessionId, seq: Number(seq) } : null;
    },
  };
}
export type StaffTokens = ReturnType<typeof staffTokens>;
