import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';

type OfCustomer = { customerId: string; email: string };

/** Whoever has shown that an address is theirs is whom the mails to it were written to, those of their time as a guest included. */
export async function claimMails(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const verified = events.map(({ payload }) => payload as OfCustomer);
  await tx`
    UPDATE mails SET customer_id = x.customer_id
    FROM unnest(${verified.map((each) => each.customerId)}::uuid[], ${verified.map((each) => each.email)}::text[]) AS x(customer_id, email)
    WHERE mails.customer_id IS NULL AND lower(recipient) = lower(x.email)`;
}

/** Nothing that is written to somebody stays when they want to be forgotten; that there was a mail may be known. What is not sent yet never is. */
export async function forgetCustomers(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const ids = events.map(({ payload }) => (payload as { customerId: string }).customerId);
  await tx`
    UPDATE mails SET recipient = NULL, subject = NULL, text_body = NULL, html_body = NULL, last_error = NULL, customer_id = NULL,
      status = CASE WHEN status = 'SENT' THEN 'SENT' ELSE 'DROPPED' END
    WHERE customer_id = ANY(${ids}::uuid[])
      OR (status = 'PENDING' AND payload->>'userId' = ANY(${ids}))
      OR lower(recipient) IN (SELECT lower(recipient) FROM mails WHERE customer_id = ANY(${ids}::uuid[]) AND recipient IS NOT NULL)`;
}
