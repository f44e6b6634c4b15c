import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Staff } from '../../kit/identity.ts';
import type { Purges } from '../../kit/purges.ts';

/** Who holds a token, and for how many milliseconds still; null when nobody does. Rejects when it cannot be learned. */
export type Identify = (token: string) => Promise<{ staff: Staff; forMs: number } | null>;
type Answer = { staff: Staff | null };

/** A key that was revoked where nobody could tell us is known no longer than this; one that is none is asked about again after this. */
const KNOWN_MS = 10_000;
const UNKNOWN_MS = 5_000;
const MOST_KNOWN = 10_000;
const TAG = 'staff:';

/** Who holds a token, kept for a moment, and forgotten when something is said of that key or person. `look` rejects as `identify` does. */
export function createKnownStaff(identify: Identify, purges: Pick<Purges, 'subscribe'>) {
  // the null of nobody is kept as an object, because a cache takes it for nothing
  const known = new LRUCache<string, Answer>({ max: MOST_KNOWN });
  const asking = new Map<string, Promise<Answer>>();
  let purged = 0;
  const leave = purges.subscribe((tags) => {
    const ids = tags === 'all' ? null : tags.filter((tag) => tag.startsWith(TAG)).map((tag) => tag.slice(TAG.length));
    if (ids?.length === 0) return;
    purged += 1;
    if (!ids) return known.clear();
    for (const [key, { staff }] of known) if (!staff || ids.includes(staff.id)) known.delete(key);
  });

  async function ask(key: string, token: string): Promise<Answer> {
    const before = purged;
    const found = await identify(token);
    // what was read before something changed is good for this request, and no other
    if (before === purged)
      known.set(key, { staff: found?.staff ?? null }, { ttl: Math.max(1, found ? Math.min(found.forMs, KNOWN_MS) : UNKNOWN_MS) });
    return { staff: found?.staff ?? null };
  }
  function look(token: string): Answer | Promise<Answer> {
    const key = createHash('sha256').update(token).digest('base64url');
    const before = known.get(key) ?? asking.get(key);
    if (before) return before;
    const asked = ask(key, token).finally(() => asking.delete(key));
    asking.set(key, asked);
    return asked;
  }
  return { look, close: leave };
}

const TOKEN = /^Bearer (\S{20,2000})$/;
/** The token of a key or a person; undefined where the header cannot hold one. */
export const staffTokenOf = (authorization: string | undefined): string | undefined => TOKEN.exec(authorization ?? '')?.[1];
