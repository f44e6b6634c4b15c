import type { Refusal } from '../../kit/refusal.ts';
import { isEmail } from '../../schema/vocabulary/email.ts';

/** A customer as their row has it; `passwordHash` stays inside this context. */
export type Customer = { id: string; email: string; emailKey: string; emailVerifiedAt: Date | null; name: string | null; version: number };

/** What an e-mail is known by, however it was written. Nearly every mail server takes its local part without regard to case. */
export const emailKeyOf = (email: string): string => email.trim().toLowerCase();

const PASSWORD = { min: 8, max: 200 };
const MAX_NAME = 200;

export function emailFault(email: string): Refusal | null {
  return isEmail(email) ? null : { code: 'INVALID_EMAIL', message: 'This is no e-mail address.', path: ['email'] };
}

/** Length is what counts (NIST SP 800-63B); what an attacker tries first is refused. */
export function passwordFault(password: string, email: string | null): Refusal | null {
  const no = (message: string): Refusal => ({ code: 'WEAK_PASSWORD', message, path: ['password'] });
  const length = [...password].length;
  if (length < PASSWORD.min) return no(`A password has at least ${PASSWORD.min} characters.`);
  if (length > PASSWORD.max) return no(`A password has at most ${PASSWORD.max} characters.`);
  if (new Set(password).size < 3) return no('The same character over and over is no password.');
  const known = email === null ? [] : [emailKeyOf(email), emailKeyOf(email).split('@')[0]!];
  return known.includes(password.toLowerCase()) ? no('The e-mail address is no password.') : null;
}

export const nameFault = (name: string | null | undefined): Refusal | null =>
  (name?.length ?? 0) > MAX_NAME ? { code: 'INVALID_NAME', message: `A name has at most ${MAX_NAME} characters.`, path: ['name'] } : null;
