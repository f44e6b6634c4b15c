import type { TransactionSql } from 'postgres';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { accounts } from '../contract.ts';

/** The owner of the mailbox has shown themselves. Told once. */
export async function markVerified(tx: TransactionSql, customerId: string): Promise<void> {
  const [changed] = await tx<{ email: string; version: number }[]>`
    UPDATE customers SET email_verified_at = now(), version = version + 1 WHERE id = ${customerId} AND email_verified_at IS NULL
    RETURNING email_key AS email, version`;
  if (!changed) return;
  const { email, version } = changed;
  await emit(tx, [eventOf(accounts, 'EmailVerified', { id: customerId, version }, { customerId, email })]);
}
