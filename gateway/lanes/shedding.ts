import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerGraph, Client, GraphHttpAnswer, GraphHttpRequest } from '../graph-answer.ts';
import { createCalls } from './calls.ts';
import { clientAddress, isLoopback } from './client-address.ts';
import type { Lane, LaneLimits } from './lane-limits.ts';
import { createLaneOf, type IsAdmission } from './lane-of.ts';
import { createLanes, Shed } from './lanes.ts';
import { createRateLimits } from './rate-limits.ts';
import { tooMany } from './too-many.ts';

export type SheddingOptions = {
  /** Of those lanes that are to have others than lane-limits.ts says. */
  laneLimits?: Partial<Record<Lane, LaneLimits>>;
  /** Times the rates of rate-limits.ts; 0: no limits. */
  rateFactor?: number;
  /** How many proxies stand before this, each of which adds to `X-Forwarded-For`. */
  trustedProxies?: number;
  /** No admission is known as one unless given. */
  isAdmission?: IsAdmission;
};

/** What is turned away before it costs anything, each of them with 429 and the time after which to ask again. */
export function createShedding({ laneLimits, rateFactor = 1, trustedProxies = 0, isAdmission = async () => false }: SheddingOptions) {
  const callsOf = createCalls();
  const laneOf = createLaneOf(isAdmission);
  const lanes = createLanes(laneLimits);
  const rates = createRateLimits(rateFactor);

  async function inLane(lane: Lane, work: () => Promise<GraphHttpAnswer>, client?: Client): Promise<GraphHttpAnswer> {
    try {
      return await lanes(lane, work, client?.listen);
    } catch (error) {
      if (error instanceof Shed) return tooMany('OVERLOADED', error.retryAfterMs);
      throw error;
    }
  }

  return {
    clientOf: (request: FastifyRequest, reply: FastifyReply): Client => ({
      address: clientAddress(request.raw, trustedProxies),
      listen(gone) {
        if (reply.raw.destroyed) gone();
        reply.raw.once('close', gone);
        return () => reply.raw.off('close', gone);
      },
    }),
    /** Before the body is read: too many requests of one address. */
    async guard(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      const waitMs = rates.address(clientAddress(request.raw, trustedProxies));
      return waitMs > 0 ? send(reply, tooMany('RATE_LIMITED', waitMs)) : undefined;
    },
    /** Before anything is looked up: what the request is, and whether its address and its customer may ask that again. */
    limited:
      (next: AnswerGraph): AnswerGraph =>
      async (request) => {
        const calls = callsOf(request);
        const lane = await laneOf(calls);
        const waitMs = request.client ? rates.operation(request.client.address, lane, calls) : 0;
        return waitMs > 0 ? tooMany('RATE_LIMITED', waitMs) : next({ ...(lane === 'signIn' ? withAddress(request) : request), lane });
      },
    /** Before what is not kept is worked out: a place in the request's lane, or in the one given. */
    laned:
      (next: AnswerGraph, only?: Lane): AnswerGraph =>
      async (request) =>
        inLane(only ?? request.lane ?? (await laneOf(callsOf(request))), () => next(request), request.client),
    /** The same for what is no GraphQL. */
    inLane,
  };
}

/** Who counts guesses counts them by address, too; to all others it is nobody's business. */
function withAddress(request: GraphHttpRequest): GraphHttpRequest {
  const { client, context } = request;
  if (!client || isLoopback(client.address)) return request;
  return { ...request, context: { ...context, identity: { ...context.identity, address: client.address } } };
}

export const send = (reply: FastifyReply, { status, headers, body }: GraphHttpAnswer): FastifyReply =>
  reply.code(status).headers(headers).send(body);
