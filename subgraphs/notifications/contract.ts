import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { Id } from '../../schema/vocabulary/ids.ts';

export const MailKind = z.enum([
  'ORDER_PLACED',
  'ORDER_CANCELLED',
  'ORDER_SHIPPED',
  'ORDER_REFUNDED',
  'EMAIL_VERIFICATION',
  'PASSWORD_RESET',
]);
export type MailKind = z.infer<typeof MailKind>;

/**
 * PENDING: to be sent, or to be tried again. SENT: the mail server has taken it. DEAD: it will not be tried again by itself. DROPPED:
 * there is nobody to send it to, or a person has let it go.
 */
export const MailStatus = z.enum(['PENDING', 'SENT', 'DEAD', 'DROPPED']);
export type MailStatus = z.infer<typeof MailStatus>;

const Content = z.object({ subject: z.string(), text: z.string(), html: z.string() });
export type Content = z.infer<typeof Content>;

const Summary = z.object({ id: Id, kind: MailKind, to: z.string(), subject: z.string(), status: MailStatus, at: z.string() });

export const notifications = defineContract('notifications', {
  commands: {
    /** Sends mails that are due, at most `limit`; answers how many it has taken up, whatever became of them. */
    deliverDue: command(z.object({ limit: z.int().positive() }), z.object({ taken: z.int() }), { deadlineMs: 100_000 }),
    /** Deletes mails whose time is over, some thousands at a call. */
    forgetOld: command(z.object({}), z.object({ forgotten: z.int() })),
    /** The newest mails that have been written, for the mailbox of a developer. */
    mailbox: command(z.object({ limit: z.int().positive() }), z.object({ mails: z.array(Summary) })),
    /** One of them, as it is sent. */
    readMail: command(z.object({ id: Id }), z.object({ mail: Summary.extend(Content.shape).nullable() })),
    /** A mail of that kind, about an order that is made up. */
    preview: command(z.object({ kind: MailKind }), Content),
    /** What is kept of a customer: the mails that were written to them. */
    exportCustomer: command(z.object({ customerId: Id }), z.object({ data: z.unknown() })),
  },
});
