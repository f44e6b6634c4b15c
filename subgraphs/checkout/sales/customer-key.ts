import { sha256 } from '../../../kit/sign.ts';

/**
 * Who counts as one customer for a limit: the one signed in, or a guest by their e-mail however it is written: in any case,
 * with anything after a plus. Hashed, so that the counters name nobody. Pure.
 */
export const customerKey = (customerId: string | null, email: string): string =>
  sha256(customerId ? `customer ${customerId}` : `email ${plainEmail(email)}`);

function plainEmail(email: string): string {
  const text = email.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  return `${text.slice(0, at).replace(/\+.*$/, '')}${text.slice(at)}`;
}
