import { createHash } from 'node:crypto';
import type { Call } from './calls.ts';

/**
 * Whom a call is for, as far as it says so: who signs no name is known by the e-mail they buy or sign in with, their cart, their visitor's
 * name, their ticket, attempt or order. Hashed, because it may be long and is nobody's business. Null where nothing is said.
 */
export function customerOf({ field, args }: Call): string | null {
  const { input } = args as { input?: Record<string, unknown> | null };
  const named =
    field === 'checkout'
      ? normal(input?.email)
      : (normal(args.email) ?? args.id ?? args.cartId ?? input?.cartId ?? input?.visitorId ?? input?.orderId);
  return typeof named === 'string' && named !== '' ? createHash('sha256').update(named).digest('base64url') : null;
}

const normal = (email: unknown): unknown => (typeof email === 'string' ? email.trim().toLowerCase() : null);
