import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { isRefused, type Refusal } from '../../../kit/refusal.ts';
import type { Signer } from '../../../kit/sign.ts';
import { requestLink, useLink } from '../links.ts';
import { ofMails, type Tries } from '../sign-in/tries.ts';
import { UNAUTHENTICATED } from './addresses.ts';
import { lockCustomer } from './customer-rows.ts';
import { markVerified } from './mark-verified.ts';

/** By the link of a mail, wherever it is opened: who it is need not be signed in there. */
export const verifyEmail = (sql: Sql, signer: Signer, token: string): Promise<Refusal[]> =>
  transaction(sql, async (tx) => {
    const customerId = await useLink(tx, signer, 'VERIFY_EMAIL', token);
    if (isRefused(customerId)) return customerId.refused;
    await markVerified(tx, customerId);
    return [];
  });

/** Sends the signed-in customer another link; nothing where their e-mail is verified already. */
export async function requestVerification(sql: Sql, tries: Tries, customerId: string, address: string | undefined): Promise<Refusal[]> {
  const bounds = ofMails(customerId, address);
  const tooMany = await tries.take(bounds);
  if (tooMany) return tooMany.refused;
  return transaction(sql, async (tx) => {
    const customer = await lockCustomer(tx, customerId);
    if (!customer) return UNAUTHENTICATED.refused;
    if (customer.emailVerifiedAt === null) await requestLink(tx, 'VERIFY_EMAIL', customer);
    return [];
  });
}
