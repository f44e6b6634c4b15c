import type { Sql } from 'postgres';
import type { Content, MailKind, MailStatus } from '../contract.ts';

type Summary = { id: string; kind: MailKind; to: string; subject: string; status: MailStatus; at: string };

const summaryColumns = (sql: Sql) => sql`
  id, kind, recipient AS "to", subject, status, to_char(coalesce(sent_at, created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`;

/** The newest that have been written; what has not been written yet shows nothing. */
export async function mailbox(sql: Sql, { limit }: { limit: number }): Promise<{ mails: Summary[] }> {
  const mails = await sql<Summary[]>`
    SELECT ${summaryColumns(sql)} FROM mails WHERE recipient IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
  return { mails: [...mails] };
}

export async function readMail(sql: Sql, { id }: { id: string }): Promise<{ mail: (Summary & Content) | null }> {
  const [mail] = await sql<(Summary & Content)[]>`
    SELECT ${summaryColumns(sql)}, coalesce(text_body, '') AS text, coalesce(html_body, '') AS html FROM mails WHERE id = ${id} AND recipient IS NOT NULL`;
  return { mail: mail ?? null };
}

export async function exportCustomer(sql: Sql, { customerId }: { customerId: string }): Promise<{ data: unknown }> {
  const mails = await sql`
    SELECT ${summaryColumns(sql)}, text_body AS text FROM mails WHERE customer_id = ${customerId} AND recipient IS NOT NULL ORDER BY created_at, id`;
  return { data: { mails } };
}
