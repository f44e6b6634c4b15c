import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Signs values under one secret; `label` keeps the signatures of different uses apart. */
export type Signer = { sign(label: string, value: string): string; verify(label: string, value: string, signature: string): boolean };

export function createSigner(secret: string): Signer {
  const sign = (label: string, value: string) => createHmac('sha256', secret).update(`${label}\n${value}`).digest('base64url');
  const verify = (label: string, value: string, signature: string) => {
    const [wanted, given] = [Buffer.from(sign(label, value)), Buffer.from(signature)];
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  };
  return { sign, verify };
}

export const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex');

/** How a secret shows in a log: enough to tell two apart, nothing to use. */
export const masked = (secret: string): string => sha256(secret).slice(0, 12);
