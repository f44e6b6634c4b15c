import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { isRefused, type Refused, refuse } from '../../../kit/refusal.ts';
import { emailKeyOf } from '../customer.ts';
import type { Passwords } from '../../../kit/passwords.ts';
import type { Sessions, Tokens } from '../sign-in/sessions.ts';
import { ofSignIn, type Tries } from '../sign-in/tries.ts';
import { customerByEmail } from './customer-rows.ts';
import { unlessBusy } from './register.ts';

type Parts = { sql: Sql; passwords: Passwords; sessions: Sessions; tries: Tries };

/** E-mail and password. Whether there is such a customer shows neither in the answer nor in its time, nor in when there were too many tries. */
export const logIn =
  ({ sql, passwords, sessions, tries }: Parts) =>
  async ({ email, password }: { email: string; password: string }, address: string | undefined): Promise<Tokens | Refused> => {
    const emailKey = emailKeyOf(email);
    const { own, shared } = ofSignIn(emailKey, address);
    const tooMany = await tries.take([...own, ...shared]);
    if (tooMany) return tooMany;
    const customer = await customerByEmail(sql, emailKey);
    const matches = await passwords.matches(password, customer?.passwordHash ?? null).catch(unlessBusy);
    if (isRefused(matches)) {
      await tries.giveBack([...own, ...shared]);
      return matches;
    }
    if (!matches) return refuse('INVALID_CREDENTIALS', 'E-mail and password do not belong together.');
    await tries.forget(own);
    await tries.giveBack(shared);
    return transaction(sql, (tx) => sessions.open(tx, customer!.id));
  };
