import type { TransactionSql } from 'postgres';
import type { SqlLike } from '../../kit/db.ts';
import { emit, eventOf } from '../../kit/outbox.ts';
import { type Refused, refuse } from '../../kit/refusal.ts';
import type { Signer } from '../../kit/sign.ts';
import { isUuid, uuidv7 } from '../../kit/uuid.ts';
import { accounts, type Link } from './contract.ts';
import type { Customer } from './customer.ts';

export type Purpose = Link['purpose'];

const HOURS: Record<Purpose, number> = { VERIFY_EMAIL: 48, RESET_PASSWORD: 1 };
const EVENT = { VERIFY_EMAIL: 'VerificationRequested', RESET_PASSWORD: 'PasswordResetRequested' } as const;
const LABEL = 'account-link';

/** Makes a link and tells that it is to be sent. Those of before for the same purpose end: only the mail that came last holds. */
export async function requestLink(
  tx: TransactionSql,
  purpose: Purpose,
  { id, emailKey, version }: Pick<Customer, 'id' | 'emailKey' | 'version'>,
): Promise<void> {
  const linkId = uuidv7();
  await tx`DELETE FROM links WHERE customer_id = ${id} AND purpose = ${purpose} AND used_at IS NULL`;
  await tx`
    INSERT INTO links (id, customer_id, purpose, email_key, expires_at)
    VALUES (${linkId}, ${id}, ${purpose}, ${emailKey}, now() + ${HOURS[purpose]} * interval '1 hour')`;
  await emit(tx, [eventOf(accounts, EVENT[purpose], { id, version }, { linkId, customerId: id })]);
}

/** What is sent: drawn from the link's id by the shop's secret, so that it need be kept nowhere. */
const tokenOf = (signer: Signer, linkId: string): string => `${linkId}.${signer.sign(LABEL, linkId)}`;

/** What a mail with this link says. */
export async function sendable(sql: SqlLike, signer: Signer, linkId: string): Promise<Link | Refused> {
  const [found] = await sql<(Omit<Link, 'token' | 'expiresAt'> & { expiresAt: Date })[]>`
    SELECT l.purpose, c.email, c.name, l.expires_at AS "expiresAt" FROM links l JOIN customers c ON c.id = l.customer_id
    WHERE l.id = ${linkId} AND l.used_at IS NULL AND l.expires_at > now() AND c.email_key = l.email_key`;
  return found ? { ...found, expiresAt: found.expiresAt.toISOString(), token: tokenOf(signer, linkId) } : EXPIRED;
}

/** Uses a link up, and answers whose it is. Signature first: nobody may try ids. */
export async function useLink(tx: TransactionSql, signer: Signer, purpose: Purpose, token: string): Promise<string | Refused> {
  const [linkId = '', signature = ''] = token.split('.');
  if (!isUuid(linkId) || !signer.verify(LABEL, linkId, signature)) return EXPIRED;
  const [used] = await tx<{ customerId: string }[]>`
    UPDATE links l SET used_at = now() FROM customers c
    WHERE l.id = ${linkId} AND l.purpose = ${purpose} AND l.used_at IS NULL AND l.expires_at > now()
      AND c.id = l.customer_id AND c.email_key = l.email_key
    RETURNING l.customer_id AS "customerId"`;
  return used?.customerId ?? EXPIRED;
}

const EXPIRED = refuse('LINK_EXPIRED', 'This link was used already, or is too old. Ask for a new one.', ['token']);
