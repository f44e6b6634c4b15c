import type { FastifyReply, FastifyRequest } from 'fastify';
import { ROOT, type Staff } from '../../kit/identity.ts';
import type { Log } from '../../kit/log.ts';
import type { Purges } from '../../kit/purges.ts';
import { rateLimiter } from '../../kit/rate-limiter.ts';
import { failure } from '../http-errors.ts';
import { isBearer } from '../identity.ts';
import { send } from '../lanes/shedding.ts';
import { tooMany } from '../lanes/too-many.ts';
import { createKnownStaff, type Identify, staffTokenOf } from './known-staff.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks by the admin API; null before the door has said so, and by any other path. */
    staff: Staff | null;
  }
}

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

/** Requests of one key or person; those of the root key are not counted. */
const RATE = { perSecond: 50, burst: 500 };

/**
 * Lets in who holds the root key, without asking anybody; who holds another key or token, once the staff context knows them.
 * Without it nobody else is let in.
 */
export function createStaffDoor({ rootKey, identify, limitAddress, rateFactor, purges, log }: Options) {
  const rates = rateLimiter();
  const { look, close } = createKnownStaff(identify, purges);

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
    const token = staffTokenOf(authorization);
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
  return { guard, close };
}
