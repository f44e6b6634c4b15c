import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import type { Log } from '../../../kit/log.ts';
import { isRefused, type Refused, refuse } from '../../../kit/refusal.ts';
import type { Issuer } from '../oidc/issuer.ts';
import { customerOf, outsideIdentity, spend } from '../oidc/log-in-with-id-token.ts';
import type { Passwords } from '../../../kit/passwords.ts';
import { ofSignIn, type Tries } from '../sign-in/tries.ts';
import { UNAUTHENTICATED } from './addresses.ts';
import { customerByEmail, customersById } from './customer-rows.ts';
import { unlessBusy } from './register.ts';

/** What shows that it is the owner who asks, and not only somebody with a token of theirs. */
export type Proof = { password?: string | null; idToken?: string | null };
type Parts = { sql: Sql; passwords: Passwords; tries: Tries; issuer: Issuer | null; log: Log };

/** Null, or why this is not shown. Guesses count as those of a sign-in do. */
export const confirmOwner =
  ({ sql, passwords, tries, issuer, log }: Parts) =>
  async (customerId: string, { password, idToken }: Proof, address: string | undefined): Promise<Refused | null> => {
    if (idToken) {
      const identity = await outsideIdentity(issuer, idToken, log);
      if (isRefused(identity)) return identity;
      return transaction(sql, async (tx) =>
        (await customerOf(tx, identity)) === customerId && (await spend(tx, idToken, identity)) ? null : NOT_THEM,
      );
    }
    if (!password) return refuse('CONFIRMATION_REQUIRED', 'Confirm it by your password, or by a fresh ID token.', ['password']);
    const [known] = await customersById(sql, [customerId]);
    if (!known) return UNAUTHENTICATED;
    const { own, shared } = ofSignIn(known.emailKey, address);
    const tooMany = await tries.take([...own, ...shared]);
    if (tooMany) return tooMany;
    const customer = await customerByEmail(sql, known.emailKey);
    const matches = await passwords.matches(password, customer?.passwordHash ?? null).catch(unlessBusy);
    if (matches !== false) await tries.giveBack([...own, ...shared]);
    if (isRefused(matches)) return matches;
    return matches ? null : NOT_THEM;
  };

const NOT_THEM = refuse('INVALID_CREDENTIALS', 'This does not show that the account is yours.');
