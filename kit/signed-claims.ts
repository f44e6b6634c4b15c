import { errors, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Signer } from './sign.ts';

/** Keys for JWTs of one use, drawn from each secret of the shop that holds; the first one signs. */
export const jwtKeys = (signer: Signer, label: string): [Uint8Array, ...Uint8Array[]] =>
  signer.signatures(label, 'key').map((key) => new TextEncoder().encode(key)) as [Uint8Array, ...Uint8Array[]];

/** The claims of a token that one of the keys has signed. Rejects as jose does. */
export async function signedClaims(token: string, keys: readonly Uint8Array[], options: JWTVerifyOptions): Promise<JWTVerifyResult> {
  const [key, ...others] = keys;
  try {
    return await jwtVerify(token, key!, options);
  } catch (error) {
    if (others.length === 0 || !(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    return signedClaims(token, others, options);
  }
}
