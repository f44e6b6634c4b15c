import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Signer } from './sign.ts';

/** For secrets that must be had as they are, and are not to lie so in a table and its copies. */
export type Seal = {
  close(text: string): string;
  /** What was sealed by a secret that holds; a text that was never sealed as it is. Throws for any other. */
  open(sealed: string): string;
  /** Whether it is sealed by the present secret. */
  isCurrent(sealed: string): boolean;
};

const PREFIX = 'sealed.';
const ALGORITHM = 'aes-256-gcm';
const [IV_BYTES, TAG_BYTES] = [12, 16];

/** AES-256-GCM by keys drawn from the shop's secrets; `label` keeps different uses apart. */
export function createSeal(signer: Signer, label: string): Seal {
  const keys = signer.signatures(label, 'seal').map((key) => Buffer.from(key, 'base64url'));

  function opened(sealed: string, key: Buffer): string | null {
    const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
    try {
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString();
    } catch {
      // sealed by another, or not as it was
      return null;
    }
  }
  return {
    close(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, keys[0]!, iv, { authTagLength: TAG_BYTES });
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return PREFIX + sealed.toString('base64url');
    },
    open(sealed) {
      if (!sealed.startsWith(PREFIX)) return sealed;
      for (const key of keys) {
        const text = opened(sealed, key);
        if (text !== null) return text;
      }
      throw new Error('It is sealed by none of the secrets that hold (SECRET, SECRET_PREVIOUS).');
    },
    isCurrent: (sealed) => sealed.startsWith(PREFIX) && opened(sealed, keys[0]!) !== null,
  };
}
