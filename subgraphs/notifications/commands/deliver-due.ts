import type { Sql } from 'postgres';
import { abreast } from '../../../kit/abreast.ts';
import { pauseAfter } from '../../../kit/back-off.ts';
import { faultText } from '../../../kit/fault.ts';
import type { Log } from '../../../kit/log.ts';
import { mailsByOutcome } from '../../../kit/telemetry.ts';
import { continued, tracedOutside } from '../../../kit/trace.ts';
import type { Content, MailKind } from '../contract.ts';
import { type Ask, LETTERS } from '../letters.ts';
import type { Outcome, Post } from '../post.ts';

const [MINUTE, HOUR] = [60, 3600];
/** Nine tries over a good day. */
export const PAUSES_S = [30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR];
/** For so long nobody else takes a mail up: longer than asking for it and sending it can take. */
export const TAKEN_S = 120;
const AT_ONCE = 4;

export type Tools = { sql: Sql; ask: Ask; post: Post; log: Log; keepsSecrets: boolean };

type Due = { id: string; kind: MailKind; payload: unknown; attempts: number; recipient: string | null; trace: string | null } & {
  [K in keyof Content]: Content[K] | null;
};
type Written = Content & { recipient: string };

/**
 * Takes up mails that are due and sends them. Taking up, finding out what to write, and writing down what became of it are a transaction
 * each, and none is open while a server is asked. A mail whose process dies is taken up again when its time is over.
 */
export async function deliverDue(tools: Tools, { limit }: { limit: number }): Promise<{ taken: number }> {
  const due = await tools.sql<Due[]>`
    UPDATE mails SET attempts = attempts + 1, due_at = now() + ${TAKEN_S} * interval '1 second'
    WHERE id IN (SELECT id FROM mails WHERE status = 'PENDING' AND due_at <= now() ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, payload, attempts, trace, recipient, subject, text_body AS text, html_body AS html`;
  const faults = await abreast(due, AT_ONCE, (mail) =>
    continued(mail.trace, () => tracedOutside('send mail', { 'holdfast.mail': mail.kind }, () => deliver(tools, mail))),
  );
  if (faults.length > 0)
    throw new AggregateError(faults, `what became of ${faults.length} of ${due.length} mails is not written down: ${faultText(faults[0])}`);
  return { taken: due.length };
}

async function deliver(tools: Tools, mail: Due): Promise<void> {
  let written: Written | null;
  try {
    written = (await writtenBefore(mail)) ?? (await write(tools, mail));
  } catch (error) {
    return settle(tools, mail, { kind: 'failed', reason: String(error).slice(0, 500) });
  }
  if (written) await settle(tools, mail, await tools.post.send({ id: mail.id, ...written }));
}

const writtenBefore = ({ recipient, subject, text, html }: Due): Written | null =>
  recipient !== null && subject !== null && text !== null && html !== null ? { recipient, subject, text, html } : null;

/** Finds out what to write to whom, and keeps it; null when there is nobody, or the mail was dropped meanwhile. */
async function write({ sql, ask }: Tools, { id, kind, payload }: Due): Promise<Written | null> {
  const addressed = await LETTERS[kind].write(ask, payload);
  if (!addressed) {
    await sql`UPDATE mails SET status = 'DROPPED', last_error = 'there is nobody to send it to' WHERE id = ${id} AND status = 'PENDING'`;
    mailsByOutcome.inc({ outcome: 'dropped' });
    return null;
  }
  const { recipient, customerId, content } = addressed;
  const kept = await sql`
    UPDATE mails SET recipient = ${recipient}, customer_id = ${customerId}, subject = ${content.subject}, text_body = ${content.text},
      html_body = ${content.html}
    WHERE id = ${id} AND status = 'PENDING'`;
  return kept.count === 1 ? { recipient, ...content } : null;
}

/** The number in a server's answer, whose words name whom it was for. */
const replyOf = ({ reason }: { reason: string }): number | undefined => Number(/\b[45]\d\d\b/.exec(reason)?.[0]) || undefined;

/** Sent is sent, whoever has done it; a failure is written down only by who has the mail in hand. */
async function settle({ sql, log, keepsSecrets }: Tools, { id, kind, attempts }: Due, outcome: Outcome): Promise<void> {
  if (outcome.kind === 'taken') {
    await sql`UPDATE mails SET status = 'SENT', sent_at = now(), last_error = NULL
      ${LETTERS[kind].isSecret && !keepsSecrets ? sql`, text_body = NULL, html_body = NULL` : sql``} WHERE id = ${id} AND status = 'PENDING'`;
    return mailsByOutcome.inc({ outcome: 'sent' });
  }
  const pause = outcome.kind === 'refused' ? null : pauseAfter(PAUSES_S, attempts);
  mailsByOutcome.inc({ outcome: pause === null ? 'dead' : 'retried' });
  if (pause === null) log.error({ mail: id, kind, attempts, status: replyOf(outcome) }, 'a mail is given up');
  const mine = sql`id = ${id} AND status = 'PENDING' AND attempts = ${attempts}`;
  if (pause === null) await sql`UPDATE mails SET status = 'DEAD', last_error = ${outcome.reason} WHERE ${mine}`;
  else await sql`UPDATE mails SET due_at = now() + ${pause} * interval '1 second', last_error = ${outcome.reason} WHERE ${mine}`;
}
