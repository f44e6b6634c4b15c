import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import type { GraphAnswer, GraphRequest } from '../kit/graph.ts';
import type { Identity } from '../kit/identity.ts';
import type { Log } from '../kit/log.ts';
import type { Purges } from '../kit/purges.ts';
import { readRouterToken } from '../kit/router-token.ts';
import type { Signer } from '../kit/sign.ts';
import type { ReadToken } from './bearer.ts';
import { failure } from './http-errors.ts';
import { traceIdOf } from './identity.ts';
import { clientAddress, isLoopback } from './lanes/client-address.ts';
import { createKnownStaff, type Identify, staffTokenOf } from './staff/known-staff.ts';

/** A request to a subgraph: its headers, whose socket it came by, and its body as JSON (rejects where it is none). */
export type RoutedRequest = {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
  body: () => Promise<unknown>;
};
export type RoutedAnswer = { status: number; body: unknown };

type Options = {
  query: (request: GraphRequest) => Promise<GraphAnswer>;
  signer: Signer;
  readToken: ReadToken;
  identify: Identify;
  /** How many proxies stand before the router. */
  trustedProxies: number;
  purges: Pick<Purges, 'publish' | 'subscribe'>;
  log: Log;
};

/** Where a router says by which token it may ask. `Authorization` is its client's. */
const ROUTER_TOKEN_HEADER = 'x-holdfast-router';
const BEARER = /^Bearer +(\S+) *$/i;

/**
 * One subgraph as routers that are not ours ask it: GraphQL over HTTP. Which API they serve is in the token that they hold; who
 * asks is read here, from the client's own `Authorization`, which they pass on. So a router signs nothing and vouches for nobody.
 */
export function createRouterDoor({ query, signer, readToken, identify, trustedProxies, purges, log }: Options) {
  const { look, close } = createKnownStaff(identify, purges);

  /** Null for who claims to be somebody and is not: a guest is only who claims nothing. */
  async function identityOf(audience: Identity['audience'], { headers, socket }: RoutedRequest): Promise<Identity | null> {
    const { authorization } = headers;
    const address = clientAddress({ headers, socket: socket as never }, trustedProxies);
    const guest: Identity = {
      audience,
      customerId: null,
      staff: null,
      traceId: traceIdOf(headers.traceparent),
      ...(!isLoopback(address) && { address }),
    };
    if (audience === 'admin') {
      const token = staffTokenOf(authorization);
      const { staff } = token ? await look(token) : { staff: null };
      return staff && { ...guest, staff };
    }
    if (authorization === undefined) return guest;
    const token = BEARER.exec(authorization)?.[1];
    const found = token === undefined ? null : await readToken(token);
    return found && found.until > Date.now() ? { ...guest, customerId: found.customerId } : null;
  }

  async function answer(request: RoutedRequest): Promise<RoutedAnswer> {
    const token = request.headers[ROUTER_TOKEN_HEADER];
    const audience = readRouterToken(signer, typeof token === 'string' ? token : undefined);
    if (!audience)
      return {
        status: 401,
        body: failure(`A router is known by a token in ${ROUTER_TOKEN_HEADER} (npm run router-token).`, 'UNAUTHENTICATED'),
      };
    let identity: Identity | null;
    try {
      identity = await identityOf(audience, request);
    } catch (err) {
      log.warn({ err }, 'who asks cannot be learned');
      return { status: 503, body: failure('Keys cannot be looked up just now. Try again in a moment.', 'STAFF_UNAVAILABLE') };
    }
    if (!identity) return { status: 401, body: failure('This token does not hold, or not any more.', 'UNAUTHENTICATED') };
    const asked = await wellFormed(request.body);
    if (!asked) return { status: 400, body: failure('Send one GraphQL request as JSON.', 'BAD_REQUEST') };
    return asking(asked, identity);
  }

  async function asking(asked: Omit<GraphRequest, 'identity'>, identity: Identity): Promise<RoutedAnswer> {
    try {
      const { data, errors, tags, warnings } = await query({ ...asked, identity });
      // before the answer is given: whoever has changed something sees it changed
      if (/^\s*mutation\b/.test(asked.query)) purges.publish(tags ?? []);
      const extensions = warnings && { extensions: { warnings: warnings.map((code) => ({ code })) } };
      return { status: 200, body: { data, ...(errors && { errors }), ...extensions } };
    } catch (error) {
      const faults = error instanceof AggregateError ? error.errors : [error];
      if (!faults.every((fault) => fault instanceof GraphQLError)) throw error;
      const told = faults.map(({ message, locations }) => ({ message, locations, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));
      return { status: 400, body: { errors: told } };
    }
  }
  return { answer, close };
}

async function wellFormed(body: () => Promise<unknown>): Promise<Omit<GraphRequest, 'identity'> | null> {
  const json = (await body().catch(() => null)) as Record<string, unknown> | null;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const { query, variables = null, operationName = null } = json;
  const isMap = variables === null || (typeof variables === 'object' && !Array.isArray(variables));
  if (typeof query !== 'string' || !isMap || (operationName !== null && typeof operationName !== 'string')) return null;
  return { query, variables: variables as Record<string, unknown> | null, operationName };
}
