import type { Sql } from 'postgres';
import type { Log } from '../../../kit/log.ts';
import type { Refused } from '../../../kit/refusal.ts';
import { refused } from '../../../kit/refusal.ts';
import type { Signer } from '../../../kit/sign.ts';

/** So many tries of what is named by `key` within so many seconds from the first. */
export type Bound = { key: string; most: number; seconds: number };

/**
 * Counts tries before they are made, so that many at once are not more than one after another; who has succeeded gives theirs
 * back. It is the same whether anybody is known by the key. Keys are hashed: the table holds no e-mail and no address.
 */
export function createTries(sql: Sql, signer: Signer, log: Log) {
  const keyOf = ({ key }: Bound) => signer.sign('account-tries', key);
  return {
    /** Null, or that there were too many; who is turned away is not counted, so that the time ends when it was to end. */
    async take(bounds: Bound[]): Promise<Refused | null> {
      const sorted = bounds.map((bound) => ({ ...bound, key: keyOf(bound) })).sort((a, b) => (a.key < b.key ? -1 : 1));
      const taken = await sql`
        WITH given AS (
          SELECT * FROM unnest(${sorted.map((b) => b.key)}::text[], ${sorted.map((b) => b.most)}::int[], ${sorted.map((b) => b.seconds)}::int[]) AS x(key, most, seconds)),
        full_ones AS (SELECT FROM given g JOIN tries t USING (key) WHERE t.until > now() AND t.count >= g.most)
        INSERT INTO tries AS t (key, count, until)
        SELECT key, 1, now() + seconds * interval '1 second' FROM given WHERE NOT EXISTS (SELECT FROM full_ones) ORDER BY key
        ON CONFLICT (key) DO UPDATE SET count = CASE WHEN t.until > now() THEN t.count + 1 ELSE 1 END,
          until = CASE WHEN t.until > now() THEN t.until ELSE excluded.until END
        WHERE t.until <= now() OR t.count < (SELECT most FROM given g WHERE g.key = t.key)
        RETURNING 1`;
      if (taken.length === sorted.length) return null;
      log.warn({ kind: bounds[0]?.key.split(' ')[0] }, 'too many tries: somebody is turned away');
      return refused(TOO_MANY);
    },
    /** What was taken for them is given back: it is not they who are guessing. */
    giveBack: async (bounds: Bound[]): Promise<void> => {
      const keys = bounds.map(keyOf).sort();
      await sql`UPDATE tries SET count = count - 1 WHERE key IN (SELECT key FROM tries WHERE key = ANY(${keys}) AND count > 0 ORDER BY key FOR UPDATE)`;
    },
    /** All tries are forgotten: their owner has shown who they are. */
    forget: async (bounds: Bound[]): Promise<void> => void (await sql`DELETE FROM tries WHERE key = ANY(${bounds.map(keyOf)})`),
  };
}
export type Tries = ReturnType<typeof createTries>;

const TOO_MANY = { code: 'TOO_MANY_ATTEMPTS', message: 'That was tried too often. Wait a quarter of an hour, or reset the password.' };

const MINUTES = 60;
/** Of one e-mail from one place, of one e-mail from anywhere, and from one place whatever the e-mail. */
export const ofSignIn = (emailKey: string, address: string | undefined): { own: Bound[]; shared: Bound[] } => ({
  own: [
    { key: `sign-in ${emailKey} ${address ?? 'here'}`, most: 10, seconds: 15 * MINUTES },
    { key: `sign-in ${emailKey}`, most: 100, seconds: 60 * MINUTES },
  ],
  shared: ofPlace('sign-in', address, 100, 15 * MINUTES),
});

/** E-mails that were taken, of those that somebody wanted to register: what can be learned by that. */
export const ofRegistration = (address: string | undefined): Bound[] => ofPlace('register', address, 20, 60 * MINUTES);

/** Mails that anybody can have sent: to one e-mail, and from one place. */
export const ofMails = (emailKey: string, address: string | undefined): Bound[] => [
  { key: `mail ${emailKey}`, most: 5, seconds: 60 * MINUTES },
  ...ofPlace('mail', address, 50, 60 * MINUTES),
];

/** Who comes from this machine itself may be everybody, through a proxy that nobody has told of: they are no place. */
const ofPlace = (what: string, address: string | undefined, most: number, seconds: number): Bound[] =>
  address === undefined ? [] : [{ key: `${what} from ${address}`, most, seconds }];
