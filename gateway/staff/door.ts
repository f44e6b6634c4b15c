import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { ROOT, type Staff } from '../../kit/identity.ts';
import type { Log } from '../../kit/log.ts';
import type { Purges } from '../../kit/purges.ts';
import { rateLimiter } from '../../kit/rate-limiter.ts';
import { failure } from '../http-errors.ts';
import { isBearer } from '../identity.ts';
import { send } from '../lanes/shedding.ts';
import { tooMany } from '../lanes/too-many.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks by the admin API; null before the door has said so, and by any other path. */
    staff: Staff | null;
  }
}

/** Who holds a token, and for how many milliseconds still; null when nobody does. Rejects when it cannot be learned. */
export type Identify = (token: string) => Promise<{ staff: Staff; forMs: number } | null>;
type Options = {
  rootKey: string;
  identify: Identify;
  /** Answers who asks too often from one address; before anybody is asked about a token. */
  limitAddress: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  /** Times the rate of one key; 0: no limit. */
  rateFactor: number;
  purges: Pick<Purges, 'subscribe'>;
  log: Log;
};
type Answer = { staff: Staff | null };

/** A key that was revoked where nobody could tell us is known no longer than this; one that is none is asked about again after this. */
const KNOWN_MS = 10_000;
const UNKNOWN_MS = 5_000;
const MOST_KNOWN = 10_000;
const TAG = 'staff:';
/** Requests of one key or person; those of the root key are not counted. */
const RATE = { perSecond: 50, burst: 500 };

/**
 * Lets in who holds the root key, without asking anybody; who holds another key or token, once the staff context knows them. What
 * it says is kept for a moment, and forgotten when something is said of that key or person. Without it nobody else is let in.
 */
export function createStaffDoor({ rootKey, identify, limitAddress, rateFactor, purges, log }: Options) {
  const rates = rateLimiter();
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

  function limitStaff({ id }: Staff, reply: FastifyReply): FastifyReply | undefined {
    const rate = { perSecond: RATE.perSecond * rateFactor, burst: RATE.burst * rateFactor };
    const waitMs = rateFactor === 0 ? 0 : rates.take(id, rate);
    return waitMs > 0 ? send(reply, tooMany('RATE_LIMITED', waitMs)) : undefined;
  }

  async function guard(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { authorization } = request.headers;
    if (isBearer(authorization, rootKey)) {
      request.staff = ROOT;
      return;
    }
    await limitAddress(request, reply);
    if (reply.sent) return reply;
    const token = /^Bearer (\S{20,2000})$/.exec(authorization ?? '')?.[1];
    try {
      request.staff = token ? (await look(token)).staff : null;
    } catch (err) {
      log.warn({ err, trace_id: request.traceId }, 'who asks cannot be learned');
      return reply
        .code(503)
        .header('retry-after', '2')
        .send(failure('Keys cannot be looked up just now. Try again in a moment.', 'STAFF_UNAVAILABLE'));
    }
    if (request.staff) return limitStaff(request.staff, reply);
    const answer = failure(
      'This needs the admin API key, a key of the shop or a staff token: Authorization: Bearer <ADMIN_API_KEY>.',
      'UNAUTHENTICATED',
    );
    return reply.code(401).header('www-authenticate', 'Bearer').send(answer);
  }
  return { guard, close: leave };
}
