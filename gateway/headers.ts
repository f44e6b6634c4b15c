import type { FastifyInstance, FastifyRequest } from 'fastify';
import { traceIdOf } from './identity.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** 32 hex digits; in every log line of the request and in the header `x-trace-id` of its answer. */
    traceId: string;
  }
}

const SECURITY = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
/** A year. Not of names below ours: those are others' to decide. */
const BY_HTTPS_ALONE = { 'strict-transport-security': 'max-age=31536000' };

/** Of every answer. `isHttps`: the outside reaches us by https, and is to do so from now on. */
export const securityHeaders = (isHttps: boolean): Record<string, string> => ({ ...SECURITY, ...(isHttps && BY_HTTPS_ALONE) });

/** Whose pages may call an API: `*` anybody's, or those of these origins. Always without credentials, so that no cookie ever counts. */
export type Origins = '*' | readonly string[];

const EXPOSED = { 'access-control-expose-headers': 'x-trace-id, age, etag, retry-after' };
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'content-type, accept, accept-language, authorization, if-none-match, traceparent, x-currency, apollo-require-preflight, x-apollo-operation-name',
  'access-control-max-age': '86400',
};

/** What an answer says about pages of the origin that asks. */
export type Cors = (origin: string | undefined) => Record<string, string>;

export function corsOf(origins: Origins): Cors {
  if (origins === '*') return () => ANYBODY;
  if (origins.length === 0) return () => NOBODY;
  const known = new Map(origins.map((origin) => [origin, { 'access-control-allow-origin': origin, ...EXPOSED, vary: 'origin' }]));
  return (origin) => known.get(origin ?? '') ?? STRANGER;
}
const ANYBODY = { 'access-control-allow-origin': '*', ...EXPOSED };
const NOBODY = {};
const STRANGER = { vary: 'origin' };

/** Headers of every answer: the trace, and what keeps a browser from guessing or framing. A route may set its own. */
export function setHeaders(app: FastifyInstance, security: Record<string, string>): void {
  app.decorateRequest('traceId', '');
  app.addHook('onRequest', (request, reply, done) => {
    request.traceId = traceIdOf(request.headers.traceparent);
    reply.headers(security).header('x-trace-id', request.traceId);
    done();
  });
}

/** Pages of other origins may call what is at `paths` as `cors` says. Call before mounting it. */
export function allowOrigins(app: FastifyInstance, paths: readonly string[], cors: Cors): void {
  const isOpen = ({ routeOptions }: FastifyRequest) => routeOptions.url !== undefined && paths.includes(routeOptions.url);
  app.addHook('onRequest', (request, reply, done) => {
    if (isOpen(request)) reply.headers(cors(request.headers.origin));
    done();
  });
  const { vary } = cors(undefined);
  // beside what an answer says that it varies by
  if (vary !== undefined)
    app.addHook('onSend', (request, reply, _, done) => {
      const said = String(reply.getHeader('vary') ?? '');
      if (isOpen(request) && !said.includes(vary)) reply.header('vary', said === '' ? vary : `${said}, ${vary}`);
      done();
    });
  for (const path of paths)
    app.options(path, async ({ headers }, reply) => {
      const mayCall = cors(headers.origin)['access-control-allow-origin'] !== undefined;
      return reply
        .headers(mayCall ? PREFLIGHT : {})
        .code(204)
        .send();
    });
}
