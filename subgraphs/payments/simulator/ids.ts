import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function alphanumeric(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += ALPHABET[byte % ALPHABET.length];
  return text;
}

/** A fresh id in Stripe's shape: the object's prefix and 24 letters and digits. */
export function newId(prefix: 'pi' | 'ch' | 're' | 'evt' | 'dp' | 'req'): string {
  return `${prefix}_${alphanumeric(randomBytes(24))}`;
}

/** The secret with which a customer's browser may act on one payment intent. */
export function newClientSecret(intentId: string): string {
  return `${intentId}_secret_${alphanumeric(randomBytes(24))}`;
}

/** The id of the payment method that a test token stands for: the same for ever, and not the token, as with Stripe. */
export function paymentMethodId(token: string): string {
  return `pm_1${alphanumeric(createHash('sha256').update(token).digest()).slice(0, 23)}`;
}
