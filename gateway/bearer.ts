import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { failure } from './http-errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null for a guest, and on the admin API. */
    customerId: string | null;
  }
}

/** Whose an access token is and until when, in milliseconds since 1970; null for one that does not hold. */
export type ReadToken = (token: string) => Promise<{ customerId: string; until: number } | null>;

const BEARER = /^Bearer +(\S+) *$/i;
/** A browser sends its token with each request: it is looked at once. */
const REMEMBERED = 10_000;

/**
 * Who asks, by `Authorization: Bearer <access token>`. A token that does not hold is an error and never a guest: what a guest
 * is given would be taken for the customer's own. Whoever sends none is asked nothing.
 */
export function createSignedIn(app: FastifyInstance, read: ReadToken) {
  app.decorateRequest('customerId', null);
  const known = new LRUCache<string, { customerId: string; until: number }>({ max: REMEMBERED });

  async function customerOf(authorization: string): Promise<string | null> {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) return null;
    const found = known.get(token) ?? (await read(token));
    if (!found || found.until <= Date.now()) return null;
    known.set(token, found);
    return found.customerId;
  }

  /** Before the body is read; answers 401 where the token does not hold. */
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { authorization } = request.headers;
    if (authorization === undefined) return undefined;
    request.customerId = await customerOf(authorization);
    if (request.customerId !== null) return undefined;
    const answer = failure(
      'This access token does not hold, or not any more: ask customerTokenRefresh for another, or sign in.',
      'UNAUTHENTICATED',
    );
    return reply.code(401).header('www-authenticate', 'Bearer error="invalid_token"').header('cache-control', 'no-store').send(answer);
  };
}
