import type { Signer } from './sign.ts';

const LABEL = 'service-token';
/** Clocks of two machines may be ten minutes apart, either way. */
const LIFETIME_S = 15 * 60;

/** Proves that a call comes from one of our own processes: a quarter of an hour's validity, signed with the shared secret. */
export function serviceToken(signer: Signer, now = Date.now()): string {
  const expires = String(Math.floor(now / 1000) + LIFETIME_S);
  return `${expires}.${signer.sign(LABEL, expires)}`;
}

export function isServiceToken(signer: Signer, header: string | undefined, now = Date.now()): boolean {
  const [expires = '', signature = ''] = (header ?? '').replace(/^Bearer /, '').split('.');
  return Number(expires) * 1000 > now && signer.verify(LABEL, expires, signature);
}
