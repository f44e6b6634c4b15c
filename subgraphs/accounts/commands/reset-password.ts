import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { isRefused, type Refusal } from '../../../kit/refusal.ts';
import type { Signer } from '../../../kit/sign.ts';
import { emailKeyOf, passwordFault } from '../customer.ts';
import { requestLink, useLink } from '../links.ts';
import type { Passwords } from '../../../kit/passwords.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { ofMails, ofSignIn, type Tries } from '../sign-in/tries.ts';
import { customerByEmail, lockCustomer } from './customer-rows.ts';
import { markVerified } from './mark-verified.ts';
import { unlessBusy } from './register.ts';

type Parts = { sql: Sql; signer: Signer; passwords: Passwords; sessions: Sessions; tries: Tries };

/** Has a link sent, if there is such a customer. Counted and answered in the same way whether there is one or not. */
export const requestReset =
  ({ sql, tries }: Pick<Parts, 'sql' | 'tries'>) =>
  async (email: string, address: string | undefined): Promise<Refusal[]> => {
    const emailKey = emailKeyOf(email);
    const tooMany = await tries.take(ofMails(emailKey, address));
    if (tooMany) return tooMany.refused;
    await transaction(sql, async (tx) => {
      const customer = await customerByEmail(tx, emailKey);
      if (customer) await requestLink(tx, 'RESET_PASSWORD', customer);
    });
    return [];
  };

/**
 * A new password, by the link of a mail: whoever reads that mail is the owner, so the e-mail counts as verified. All sign-ins
 * end, and so does a lock-out.
 */
export const resetPassword =
  ({ sql, signer, passwords, sessions, tries }: Parts) =>
  async ({ token, password }: { token: string; password: string }, address: string | undefined): Promise<Refusal[]> => {
    const weak = passwordFault(password, null);
    if (weak) return [weak];
    const passwordHash = await passwords.hash(password).catch(unlessBusy);
    if (isRefused(passwordHash)) return passwordHash.refused;
    const done = await transaction(sql, async (tx) => {
      const customerId = await useLink(tx, signer, 'RESET_PASSWORD', token);
      if (isRefused(customerId)) return customerId;
      await tx`UPDATE customers SET password_hash = ${passwordHash} WHERE id = ${customerId}`;
      await markVerified(tx, customerId);
      await sessions.endAll(tx, customerId);
      return (await lockCustomer(tx, customerId))!;
    });
    if (isRefused(done)) return done.refused;
    await tries.forget(ofSignIn(done.emailKey, address).own);
    return [];
  };
