import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Log } from '../../kit/log.ts';
import { rateLimiter } from '../../kit/rate-limiter.ts';
import { failure } from '../http-errors.ts';
import { send } from '../lanes/shedding.ts';
import { tooMany } from '../lanes/too-many.ts';
import { holdsNul } from '../nul.ts';

/** What came of it: tokens, or nothing where none are to be had, or why it was refused. */
export type SignedIn = { body: object } | { refused: { code: string; message: string } };
/** By what follows `/admin/` in the path; each is given the body, which has the form that stands here. */
export type StaffSignIn = { [K in keyof typeof FORMS]: (input: z.output<(typeof FORMS)[K]>) => Promise<SignedIn> };

const text = z
  .string()
  .min(1)
  .max(254)
  .refine((value) => !holdsNul(value));
const FORMS = {
  'sign-in': z.object({ email: text, password: text }),
  refresh: z.object({ refreshToken: text }),
  'sign-out': z.object({ refreshToken: text }),
  'accept-invitation': z.object({ token: text, password: text }),
};
export const SIGN_IN_PATHS = Object.keys(FORMS).map((name) => `/admin/${name}`);

/** Of one address, over all of these paths; nobody types as fast. From this machine itself a hundred times that. */
const RATE = { perSecond: 1, burst: 20 };
const LOCAL_FACTOR = 100;

type Options = {
  signIn: StaffSignIn;
  addressOf: (request: FastifyRequest) => string;
  isLocal: (address: string) => boolean;
  rateFactor: number;
  log: Log;
};

/**
 * The way in for people: JSON by POST, tokens back. It is no GraphQL, because the admin API answers nobody whom it does not
 * know. Nothing is set in the browser, so that no other page can use it.
 */
export function mountStaffSignIn(app: FastifyInstance, { signIn, addressOf, isLocal, rateFactor, log }: Options): void {
  const rates = rateLimiter();
  const waitOf = (address: string) => {
    const times = rateFactor * (isLocal(address) ? LOCAL_FACTOR : 1);
    return times === 0 ? 0 : rates.take(address, { perSecond: RATE.perSecond * times, burst: RATE.burst * times });
  };
  for (const [name, form] of Object.entries(FORMS) as [keyof typeof FORMS, z.ZodType][]) {
    const enter = signIn[name] as (input: unknown) => Promise<SignedIn>;
    app.post(`/admin/${name}`, async (request, reply) => {
      const waitMs = waitOf(addressOf(request));
      if (waitMs > 0) return send(reply, tooMany('RATE_LIMITED', waitMs));
      const input = form.safeParse(request.body);
      if (!input.success)
        return reply.code(400).send(failure(`Send JSON with ${Object.keys((form as z.ZodObject).shape).join(' and ')}.`, 'BAD_REQUEST'));
      return answered(() => enter(input.data), request, reply, log);
    });
  }
}

async function answered(work: () => Promise<SignedIn>, request: FastifyRequest, reply: FastifyReply, log: Log): Promise<unknown> {
  reply.header('cache-control', 'no-store');
  try {
    const done = await work();
    return 'body' in done ? reply.send(done.body) : reply.code(401).send(failure(done.refused.message, done.refused.code));
  } catch (err) {
    log.warn({ err, trace_id: request.traceId }, 'nobody can sign in');
    return reply
      .code(503)
      .header('retry-after', '2')
      .send(failure('Nobody can sign in just now. Try again in a moment.', 'STAFF_UNAVAILABLE'));
  }
}
