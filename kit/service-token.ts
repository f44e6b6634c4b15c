import type { Signer } from './sign.ts';

const LABEL = 'service-token';
/** Clocks of two machines may be ten minutes apart, either way. */
const LIFETIME_S = 15 * 60;

const saidOf = (audience: string, expires: string): string => `${audience} ${expires}`;

/**
 * Proves that a call comes from one of our own processes: a quarter of an hour's validity, signed with the shared secret, for one
 * context alone. Heard on the way it is worth nothing elsewhere, and soon nothing at all.
 */
export function serviceToken(signer: Signer, audience: string, now = Date.now()): string {
  const expires = String(Math.floor(now / 1000) + LIFETIME_S);
  return `${expires}.${signer.sign(LABEL, saidOf(audience, expires))}`;
}

export function isServiceToken(signer: Signer, audience: string, header: string | undefined, now = Date.now()): boolean {
  const [expires = '', signature = ''] = (header ?? '').replace(/^Bearer /, '').split('.');
  return Number(expires) * 1000 > now && signer.verify(LABEL, saidOf(audience, expires), signature);
}
