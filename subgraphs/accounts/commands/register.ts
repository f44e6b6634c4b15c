import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { Overloaded } from '../../../kit/overloaded.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { type Refused, refuse, refused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { accounts } from '../contract.ts';
import { emailFault, emailKeyOf, nameFault, passwordFault } from '../customer.ts';
import { requestLink } from '../links.ts';
import type { Passwords } from '../../../kit/passwords.ts';
import type { Sessions, Tokens } from '../sign-in/sessions.ts';
import { ofRegistration, type Tries } from '../sign-in/tries.ts';

export type Registration = { email: string; password: string; name?: string | null };
type Parts = { sql: Sql; passwords: Passwords; sessions: Sessions; tries: Tries };

/** A new customer, signed in; a link to verify their e-mail is sent. That an e-mail is taken is learned a few times an hour (decision 26). */
export const register =
  ({ sql, passwords, sessions, tries }: Parts) =>
  async ({ email, password, name }: Registration, address: string | undefined): Promise<Tokens | Refused> => {
    const faults = [emailFault(email), passwordFault(password, email), nameFault(name)].filter((fault) => fault !== null);
    if (faults.length > 0) return refused(...faults);
    const bounds = ofRegistration(address);
    const tooMany = await tries.take(bounds);
    if (tooMany) return tooMany;
    const passwordHash = await passwords.hash(password).catch(unlessBusy);
    const made =
      typeof passwordHash === 'string'
        ? await transaction(sql, async (tx) => {
            const id = await createCustomer(tx, { email, name: name ?? null, passwordHash, isVerified: false });
            return id === null ? EMAIL_TAKEN : sessions.open(tx, id);
          })
        : passwordHash;
    if (made !== EMAIL_TAKEN) await tries.giveBack(bounds);
    return made;
  };

const EMAIL_TAKEN = refuse('EMAIL_TAKEN', 'There is an account with this e-mail already. Sign in, or reset its password.', ['email']);

/** Nothing was tried: the same may be sent again. */
export function unlessBusy(error: unknown): Refused {
  if (error instanceof Overloaded) return refuse('OVERLOADED', 'Very many are signing in just now. Try again in a moment.');
  throw error;
}

type NewCustomer = { email: string; name: string | null; passwordHash: string | null; isVerified: boolean };

/** Writes a customer and tells of them; null when the e-mail is taken. */
export async function createCustomer(tx: TransactionSql, { email, name, passwordHash, isVerified }: NewCustomer): Promise<string | null> {
  const customer = { customerId: uuidv7(), email: emailKeyOf(email) };
  const [made] = await tx`
    INSERT INTO customers (id, email, email_key, name, password_hash, email_verified_at)
    VALUES (${customer.customerId}, ${email.trim()}, ${customer.email}, ${name?.trim() || null}, ${passwordHash}, ${isVerified ? tx`now()` : null})
    ON CONFLICT (email_key) DO NOTHING RETURNING 1`;
  if (!made) return null;
  const about = { id: customer.customerId, version: 1 };
  const told = [eventOf(accounts, 'CustomerRegistered', about, customer)];
  if (isVerified) told.push(eventOf(accounts, 'EmailVerified', about, customer));
  await emit(tx, told);
  if (!isVerified) await requestLink(tx, 'VERIFY_EMAIL', { id: customer.customerId, emailKey: customer.email, version: 1 });
  return customer.customerId;
}
