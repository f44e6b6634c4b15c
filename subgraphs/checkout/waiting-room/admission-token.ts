import { errors, SignJWT } from 'jose';
import { z } from 'zod';
import type { Signer } from '../../../kit/sign.ts';
import { jwtKeys, signedClaims } from '../../../kit/signed-claims.ts';
import { Id } from '../../../schema/vocabulary/ids.ts';

/** What a token says: this ticket was let into this sale. */
export const Admission = z.object({ saleId: Id, ticketId: Id });
export type Admission = z.infer<typeof Admission>;

/** What a buyer has brought: nothing, something that we have not signed, or an admission. */
export const Brought = z.union([Admission, z.literal('INVALID')]).nullable();
export type Brought = z.infer<typeof Brought>;

const ALGORITHM = 'HS256';
const Claims = z.object({ sale: Id, sub: Id });

/** One signature has one spelling: the last letter of base64 has bits that say nothing, and a decoder that passes over them. */
const isCanonical = (token: string): boolean =>
  token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);

/**
 * Signs admissions, with a key derived from the shop's secret. A token carries its end for whoever keeps it; whether it
 * still holds is decided by the ticket's row, by the database's clock: clocks of processes may differ, and an admission that
 * holds stock lives longer than its first token.
 */
export function admissionTokens(signer: Signer) {
  const keys = jwtKeys(signer, 'waiting-room-token');
  return {
    sign: ({ saleId, ticketId }: Admission, expiresAt: Date): Promise<string> =>
      new SignJWT({ sale: saleId })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(ticketId)
        .setExpirationTime(Math.ceil(expiresAt.getTime() / 1000))
        .sign(keys[0]),
    async read(token: string | null | undefined): Promise<Brought> {
      if (!token) return null;
      if (!isCanonical(token)) return 'INVALID';
      try {
        const { payload } = await signedClaims(token, keys, { algorithms: [ALGORITHM], currentDate: new Date(0) });
        const claims = Claims.safeParse(payload);
        return claims.success ? { saleId: claims.data.sale, ticketId: claims.data.sub } : 'INVALID';
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return 'INVALID';
        throw error;
      }
    },
  };
}
export type AdmissionTokens = ReturnType<typeof admissionTokens>;
