import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Signs values under one secret; `label` keeps the signatures of different uses apart. */
export type Signer = {
  sign(label: string, value: string): string;
  /** Whether any of the secrets that hold has signed it. */
  verify(label: string, value: string, signature: string): boolean;
  /** The signature by each secret that holds, that of `sign` first: for keys, and for what was signed before a rotation. */
  signatures(label: string, value: string): [string, ...string[]];
};

/** `others` hold as well while a secret is rotated (decision 45): those of before, or the one that comes. */
export function createSigner(secret: string, others: readonly string[] = []): Signer {
  const by = (key: string, label: string, value: string) => createHmac('sha256', key).update(`${label}\n${value}`).digest('base64url');
  const sign = (label: string, value: string) => by(secret, label, value);
  const isSame = (wanted: Buffer, given: Buffer) => wanted.length === given.length && timingSafeEqual(wanted, given);
  const verify = (label: string, value: string, signature: string) => {
    const given = Buffer.from(signature);
    return isSame(Buffer.from(sign(label, value)), given) || others.some((other) => isSame(Buffer.from(by(other, label, value)), given));
  };
  const signatures = (label: string, value: string): [string, ...string[]] => [
    sign(label, value),
    ...others.map((other) => by(other, label, value)),
  ];
  return { sign, verify, signatures };
}

export const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex');

/** How a secret shows in a log: enough to tell two apart, nothing to use. */
export const masked = (secret: string): string => sha256(secret).slice(0, 12);
