import type { FastifyInstance } from 'fastify';
import { traceIdOf } from './identity.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** 32 hex digits; in every log line of the request and in the header `x-trace-id` of its answer. */
    traceId: string;
  }
}

/** Of every answer. */
export const SECURITY = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Of every answer of an API that any page may call. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-trace-id, age, etag, retry-after',
};
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'content-type, accept, accept-language, authorization, if-none-match, traceparent, x-currency, apollo-require-preflight, x-apollo-operation-name',
  'access-control-max-age': '86400',
};

/** Headers of every answer: the trace, and what keeps a browser from guessing or framing. A route may set its own. */
export function setHeaders(app: FastifyInstance): void {
  app.decorateRequest('traceId', '');
  app.addHook('onRequest', (request, reply, done) => {
    request.traceId = traceIdOf(request.headers.traceparent);
    reply.headers(SECURITY).header('x-trace-id', request.traceId);
    done();
  });
}

/** Any shop's page may call the API at `path`; without credentials, so that no cookie ever counts. Call before mounting it. */
export function allowOrigins(app: FastifyInstance, path: string): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url === path) reply.headers(CORS);
    done();
  });
  app.options(path, async (_, reply) => reply.headers(PREFLIGHT).code(204).send());
}
