import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import type { Log } from '../../../kit/log.ts';
import { isRefused, type Refused, refuse } from '../../../kit/refusal.ts';
import { sha256 } from '../../../kit/sign.ts';
import { isEmail } from '../../../schema/vocabulary/email.ts';
import { customerByEmail } from '../commands/customer-rows.ts';
import { createCustomer } from '../commands/register.ts';
import { emailKeyOf } from '../customer.ts';
import type { Sessions, Tokens } from '../sign-in/sessions.ts';
import { type Issuer, IssuerAway, type OutsideIdentity } from './issuer.ts';

/**
 * Signs in whoever an outside issuer says it is, by issuer and subject. An account that is there already is linked only where both
 * sides know that the e-mail is theirs: who has registered somebody else's e-mail, here or there, gets nothing of it.
 */
export const logInWithIdToken =
  ({ sql, sessions, issuer, log }: { sql: Sql; sessions: Sessions; issuer: Issuer | null; log: Log }) =>
  async (idToken: string): Promise<Tokens | Refused> => {
    const identity = await outsideIdentity(issuer, idToken, log);
    if (isRefused(identity)) return identity;
    return transaction(sql, async (tx) => {
      if (!(await spend(tx, idToken, identity))) return INVALID;
      const customerId = (await customerOf(tx, identity)) ?? (await linked(tx, identity));
      return isRefused(customerId) ? customerId : sessions.open(tx, customerId);
    });
  };

/** What a token says, or why it says nothing. */
export async function outsideIdentity(issuer: Issuer | null, idToken: string, log: Log): Promise<OutsideIdentity | Refused> {
  if (!issuer) return refuse('OIDC_NOT_CONFIGURED', 'This shop signs nobody in by another.', ['idToken']);
  try {
    return (await issuer.read(idToken)) ?? INVALID;
  } catch (err) {
    if (!(err instanceof IssuerAway)) throw err;
    log.warn({ err }, 'the OIDC issuer cannot be asked for its keys');
    return refuse('ISSUER_UNAVAILABLE', 'The issuer of this token cannot be asked just now. Try again in a moment.', ['idToken']);
  }
}

/** A token counts once: whoever has read it on its way comes too late. */
export async function spend(tx: TransactionSql, idToken: string, { expiresAt }: OutsideIdentity): Promise<boolean> {
  const [fresh] = await tx`
    INSERT INTO spent_id_tokens (hash, expires_at) VALUES (${sha256(idToken)}, to_timestamp(${expiresAt}) + interval '5 minutes')
    ON CONFLICT DO NOTHING RETURNING 1`;
  return fresh !== undefined;
}

/** Who this is here, if they have been here. */
export async function customerOf(tx: TransactionSql, { issuer, subject }: OutsideIdentity): Promise<string | null> {
  const [found] = await tx<{ customerId: string }[]>`
    SELECT customer_id AS "customerId" FROM identities WHERE issuer = ${issuer} AND subject = ${subject}`;
  return found?.customerId ?? null;
}

async function linked(tx: TransactionSql, { issuer, subject, email, isEmailVerified, name }: OutsideIdentity): Promise<string | Refused> {
  if (email === null || !isEmail(email))
    return refuse('EMAIL_REQUIRED', 'The issuer tells no e-mail address of you. Allow it to.', ['idToken']);
  const made = await createCustomer(tx, { email, name, passwordHash: null, isVerified: isEmailVerified });
  const there = made === null ? await customerByEmail(tx, emailKeyOf(email)) : null;
  const known = there?.emailVerifiedAt && isEmailVerified ? there.id : null;
  const customerId = made ?? known;
  if (customerId === null) return EMAIL_TAKEN;
  // two first sign-ins at once: one of them has linked it
  await tx`INSERT INTO identities (issuer, subject, customer_id) VALUES (${issuer}, ${subject}, ${customerId}) ON CONFLICT DO NOTHING`;
  return (await customerOf(tx, { issuer, subject } as OutsideIdentity)) ?? customerId;
}

const INVALID = refuse('INVALID_ID_TOKEN', 'This ID token does not hold, or was used already. Sign in at the issuer again.', ['idToken']);
const EMAIL_TAKEN = refuse('EMAIL_TAKEN', 'There is an account with this e-mail. Sign in with its password, and verify the e-mail first.', [
  'idToken',
]);
