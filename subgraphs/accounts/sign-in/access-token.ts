import { errors, SignJWT } from 'jose';
import type { Signer } from '../../../kit/sign.ts';
import { jwtKeys, signedClaims } from '../../../kit/signed-claims.ts';
import { isUuid } from '../../../kit/uuid.ts';

const ALGORITHM = 'HS256';
/** How far the clock of a gateway may be behind that of the database. */
const TOLERANCE_S = 60;

/** Short-lived proofs of who somebody is, signed with a key drawn from the shop's secret; the gateway asks nobody about them. */
export function accessTokens(signer: Signer) {
  const keys = jwtKeys(signer, 'customer-access-token');
  return {
    sign: (customerId: string, expiresAt: Date): Promise<string> =>
      new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt' })
        .setSubject(customerId)
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(keys[0]),
    /** Whose it is, and until when in milliseconds since 1970; null for one that has run out or that we have not signed. */
    async read(token: string, now = new Date()): Promise<{ customerId: string; until: number } | null> {
      try {
        const options = {
          algorithms: [ALGORITHM],
          typ: 'at+jwt',
          currentDate: now,
          clockTolerance: TOLERANCE_S,
          requiredClaims: ['exp', 'sub'],
        };
        const { payload } = await signedClaims(token, keys, options);
        return isUuid(payload.sub!) ? { customerId: payload.sub!, until: (payload.exp! + TOLERANCE_S) * 1000 } : null;
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}
export type AccessTokens = ReturnType<typeof accessTokens>;
