import { createTransport } from 'nodemailer';
import type { Content } from './contract.ts';

export type Outgoing = Content & { id: string; recipient: string };
/** What became of a mail: taken on, refused for good, or to be tried again. */
export type Outcome = { kind: 'taken' } | { kind: 'refused' | 'failed'; reason: string };

/** The way out. Never throws: that a mail server cannot be had is an outcome. */
export type Post = { send(mail: Outgoing): Promise<Outcome> };

export type PostSettings = { smtpUrl: string | null; from: string };

/** Taken all together shorter than the time for which a mail is taken up (commands/deliver-due.ts). */
const TIMES = { dnsTimeout: 5_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
const TOTAL_MS = 60_000;

/**
 * The same for every try, so that who gets a mail twice can drop one: a server that takes a mail and is not heard any more, or a process
 * that dies before it writes down what it has heard, leaves no other way than to send again.
 */
const messageId = (id: string, from: string) => `<${id}@${/@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'}>`;

/** By SMTP; or, where no server is named, to nobody: the mail is in our own table, where the mailbox shows it. */
export function createPost({ smtpUrl, from }: PostSettings): Post {
  if (smtpUrl === null) return { send: async () => ({ kind: 'taken' }) };
  const transport = createTransport({ url: smtpUrl, ...TIMES });
  return {
    async send({ id, recipient, subject, text, html }) {
      try {
        await inTime(
          transport.sendMail({
            from,
            // as an object, so that nothing in it is read as a second address
            to: { name: '', address: recipient },
            subject,
            text,
            html,
            messageId: messageId(id, from),
            headers: { 'Auto-Submitted': 'auto-generated' },
            disableFileAccess: true,
            disableUrlAccess: true,
          }),
        );
        return { kind: 'taken' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

type SmtpError = { message?: string; code?: string; command?: string; responseCode?: number };

/** Only what a server says of this very mail is final: a wrong password, or a server that greets with 554, is no fault of it. */
function outcomeOf(error: unknown): Outcome {
  const { message = String(error), command = '', responseCode = 0 } = error as SmtpError;
  const isFinal = responseCode >= 500 && responseCode < 600 && /^(RCPT TO|DATA|API)$/.test(command);
  return { kind: isFinal ? 'refused' : 'failed', reason: message.slice(0, 500) };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the mail server has not answered within ${TOTAL_MS / 1000} s`)), TOTAL_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
