import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { Address } from '../../schema/vocabulary/address.ts';
import { Id } from '../../schema/vocabulary/ids.ts';

const OfCustomer = z.object({ customerId: Id, email: z.string() });
const LinkRequested = z.object({ linkId: Id, customerId: Id });

/** A link that may be sent: what it is for, to whom, and the token that its page hands back. The token is a secret. */
export const Link = z.object({
  purpose: z.enum(['VERIFY_EMAIL', 'RESET_PASSWORD']),
  email: z.string(),
  name: z.string().nullable(),
  token: z.string(),
  /** RFC 3339. */
  expiresAt: z.string(),
});
export type Link = z.infer<typeof Link>;

export const accounts = defineContract('accounts', {
  commands: {
    /** An address that this customer has saved. Refuses ADDRESS_NOT_FOUND, also for one of somebody else's. */
    address: command(z.object({ customerId: Id, addressId: z.string() }), orRefused(z.object({ address: Address }))),
    /** Of a link that an event has told of. Refuses LINK_EXPIRED when it has been used, is too old, or its customer is gone. */
    link: command(z.object({ linkId: Id }), orRefused(Link)),
    /** Deletes what has run out: sessions, links, counts of failures. Answers how many rows. */
    sweep: command(z.object({ limit: z.int().positive() }), z.object({ removed: z.int() })),
  },
  events: {
    CustomerRegistered: OfCustomer,
    /** Its owner has shown that mail to this address reaches them. */
    EmailVerified: OfCustomer,
    /** What is kept of this person has to go; what the law wants kept stays, without the person. */
    CustomerErased: z.object({ customerId: Id }),
    /** A mail with a link is to be sent; the link itself is asked for by `link`, so that no secret lies in a queue. */
    VerificationRequested: LinkRequested,
    PasswordResetRequested: LinkRequested,
  },
});
