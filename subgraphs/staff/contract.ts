import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { SCOPES } from '../../schema/vocabulary/scopes.ts';

const Staff = z.object({ id: z.string(), kind: z.enum(['API_KEY', 'STAFF']), scopes: z.array(z.string()) });
/** Good for `forMs` by the database's clock, unless something is said of `staff:<id>` before. */
const Known = z.object({ staff: Staff, forMs: z.number() });
export type Known = z.infer<typeof Known>;

/** What somebody has in hand who is signed in. `expiresAt` is that of the access token. */
const Tokens = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresAt: z.string() });
export type Tokens = z.infer<typeof Tokens>;

const Email = z.string().trim().toLowerCase().max(254);
const Password = z.string().max(200);
const KeyInput = z.object({ name: z.string(), scopes: z.array(z.enum(SCOPES)), expiresAt: z.iso.datetime({ offset: true }).nullish() });
const Key = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  isActive: z.boolean(),
});
export type Key = z.infer<typeof Key>;
/** Who has it done from the command line, for the trail. */
const By = z.object({ by: z.string() });

export const staff = defineContract('staff', {
  commands: {
    /** Who holds this key or access token; null when it is none, or holds no more. */
    identify: command(z.object({ token: z.string().max(2_000) }), z.object({ known: Known.nullable() }), { deadlineMs: 2_000 }),
    /** E-mail and password, as a person types them. Says the same whoever is not known. */
    signIn: command(z.object({ email: Email, password: Password }), orRefused(Tokens)),
    refresh: command(z.object({ refreshToken: z.string().max(200) }), orRefused(Tokens)),
    signOut: command(z.object({ refreshToken: z.string().max(200) }), z.object({})),
    /** Chooses the password that an invitation asks for, and signs in. */
    acceptInvitation: command(z.object({ token: z.string().max(200), password: Password }), orRefused(Tokens)),
    /** From the command line, where whoever asks holds the database: nobody's scopes bound what they give. */
    createKey: command(KeyInput.extend(By.shape), orRefused(z.object({ key: Key, secret: z.string() }))),
    keys: command(z.object({}), z.object({ keys: z.array(Key) })),
    revokeKey: command(By.extend({ id: z.string() }), orRefused(z.object({ key: Key }))),
    inviteOwner: command(By.extend({ email: Email, name: z.string() }), orRefused(z.object({ token: z.string(), until: z.string() }))),
  },
});
