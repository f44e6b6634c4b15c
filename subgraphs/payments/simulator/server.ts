import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { ApiError, INTERNAL_ERROR } from './api-error.ts';
import { finishChallenge, showChallenge } from './authentication-page.ts';
import type { Changes, Effect } from './effect.ts';
import type { Call, Read, Write } from './endpoint.ts';
import { API_VERSION } from './event.ts';
import { type Execution, execute } from './execution.ts';
import { expand, expansionsOf } from './expansion.ts';
import { Dropped, rateLimited, spoilAnswer, spoilRequest } from './fault-effects.ts';
import { createFaults, type Fault } from './faults.ts';
import { keyedRequest, keyInUse, type StoredAnswer, savedAnswer } from './idempotency.ts';
import { newId } from './ids.ts';
import { createRateLimit } from './rate-limit.ts';
import { headerOf, paramsOf, readBody, requireSecretKey } from './request.ts';
import { findRoute } from './routes.ts';
import type { SimulatorLog } from './simulator-log.ts';

export interface ServerOptions {
  sql: Sql;
  secretKey: string;
  latencyMs: number;
  /** Event types that are to be sent; absent: all. */
  listened: readonly string[] | undefined;
  log: SimulatorLog;
  /** Told of what each transaction changed, after its commit. */
  committed: (changes: Changes) => void;
  /** Aborted when the simulator closes. */
  stop: AbortSignal;
}

interface Exchange {
  call: Call;
  method: string;
  key: string | undefined;
  response: ServerResponse;
}

interface Answer extends StoredAnswer {
  headers?: Record<string, string>;
}

/** The HTTP face of the simulator. `idle` resolves when no request is being carried out any more. */
export function createSimulatorServer(options: ServerOptions): { server: Server; idle(): Promise<void> } {
  const { sql, log, stop, committed } = options;
  const faults = createFaults();
  const limit = createRateLimit();
  const inFlight = new Set<string>();
  const running = new Set<Promise<void>>();

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = newId('req');
    try {
      const exchange = await decode(request, response, requestId);
      if (exchange.call.path.startsWith('/3ds/')) return await respondPage(exchange);
      requireSecretKey(headerOf(request, 'authorization'), options.secretKey);
      if (options.latencyMs > 0) await sleep(options.latencyMs);
      send(response, await answer(exchange), exchange.key);
    } catch (error) {
      if (error instanceof Dropped) response.destroy();
      else send(response, errorAnswer(error, requestId, log), undefined);
    }
  }

  async function answer(exchange: Exchange): Promise<Answer> {
    const { call, method, response } = exchange;
    const { path, params } = call;
    const requestId = call.context.requestId ?? '';
    if (path === '/v1/test_helpers/faults')
      return ordered(exchange, { GET: faults.list, POST: () => faults.add(params), DELETE: faults.clear });
    if (path === '/v1/test_helpers/rate_limit')
      return ordered(exchange, { GET: limit.show, POST: () => limit.set(params), DELETE: limit.lift });
    const found = findRoute(method, path);
    if (!found) throw unrecognized(method, path);
    const isOurs = path.includes('/test_helpers/');
    if (!isOurs && !limit.admits()) return { ...errorAnswer(rateLimited(), requestId, log), headers: { 'retry-after': '1' } };
    const fault = isOurs ? undefined : faults.take(method, path, params);
    if (fault) log.info({ kind: fault.kind, method, path }, 'fault');
    const expansions = expansionsOf(params);
    const ready = { ...call, id: found.id };
    const given =
      'read' in found.route
        ? await read(found.route.read, ready, expansions, fault, response)
        : await write(found.route.write, { ...exchange, call: ready }, expansions, fault);
    await spoilAnswer(fault, response, stop);
    return given;
  }

  async function read(run: Read, call: Call, expansions: string[][], fault: Fault | undefined, response: ServerResponse) {
    await spoilRequest(fault, response, stop);
    const requestId = call.context.requestId ?? '';
    if (failureOf(fault)) return { status: 500, body: JSON.stringify({ error: INTERNAL_ERROR }), requestId };
    const object = await expand(sql, await run(call, sql), expansions);
    return { status: 200, body: JSON.stringify(object), requestId };
  }

  async function write(run: Write, { call, key, response }: Exchange, expansions: string[][], fault: Fault | undefined): Promise<Answer> {
    const keyed = key === undefined ? undefined : keyedRequest(key, call.path, call.params);
    if (keyed && inFlight.has(keyed.key)) sparing(fault, () => refuse(keyInUse(keyed.key)));
    if (keyed) inFlight.add(keyed.key);
    try {
      const saved = keyed && (await savedAnswer(sql, keyed));
      if (saved) {
        // What is decided already cannot be decided otherwise.
        if (fault && (failureOf(fault) || fault.kind === 'wrong-amount')) faults.spare(fault);
        await spoilRequest(fault, response, stop);
        return { ...saved, headers: { 'idempotent-replayed': 'true', 'original-request': saved.requestId } };
      }
      const shortBy = fault?.kind === 'wrong-amount' ? 1 : 0;
      const decide = sparing(fault, () => run({ ...call, context: { ...call.context, shortBy } }));
      await spoilRequest(fault, response, stop);
      return await commit(decide, { sql, requestId: call.context.requestId ?? '', keyed, expansions, failure: failureOf(fault) });
    } finally {
      if (keyed) inFlight.delete(keyed.key);
    }
  }

  /** What is refused before a fault can strike does not use it up. */
  function sparing<T>(fault: Fault | undefined, check: () => T): T {
    try {
      return check();
    } catch (error) {
      if (fault) faults.spare(fault);
      throw error;
    }
  }

  async function commit(decide: (tx: TransactionSql) => Promise<Effect>, execution: Omit<Execution, 'listened'>): Promise<StoredAnswer> {
    const { answer: stored, changes } = await execute(decide, { ...execution, listened: options.listened });
    committed(changes);
    return stored;
  }

  function ordered({ call, method }: Exchange, orders: Record<string, () => object>): Answer {
    const order = orders[method];
    if (!order) throw unrecognized(method, call.path);
    return { status: 200, body: JSON.stringify(order()), requestId: call.context.requestId ?? '' };
  }

  async function respondPage({ call, method, response }: Exchange): Promise<void> {
    const id = call.path.slice('/3ds/'.length);
    const execution = { sql, requestId: '', keyed: undefined, expansions: [], failure: undefined };
    const finish = () =>
      finishChallenge(id, call.params, call.context, async (decide) => {
        const { status, body } = await commit(decide, execution);
        if (status !== 200) throw new ApiError(status, JSON.parse(body).error);
      });
    const { status, html, location } = method === 'POST' ? await finish() : await showChallenge(sql, id, call.params);
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...(location ? { location } : {}) });
    response.end(html);
  }

  const server = createServer((request, response) => {
    const run = respond(request, response).finally(() => running.delete(run));
    running.add(run);
  });
  // Longer than clients keep a connection, so that they never send into a closing one.
  server.keepAliveTimeout = 75_000;
  return { server, idle: async () => void (await Promise.allSettled(running)) };
}

async function decode(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<Exchange> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const params = paramsOf(url.search.slice(1), await readBody(request), headerOf(request, 'content-type'));
  const method = request.method ?? 'GET';
  const key = method === 'POST' ? headerOf(request, 'idempotency-key') : undefined;
  const origin = `http://127.0.0.1:${request.socket.localPort}`;
  const context = { now: Math.floor(Date.now() / 1000), requestId, idempotencyKey: key ?? null, origin, shortBy: 0 };
  return { call: { path: url.pathname, id: '', params, context }, method, key, response };
}

function refuse(error: ApiError): never {
  throw error;
}

function failureOf(fault: Fault | undefined): Execution['failure'] {
  if (fault?.kind === '500') return 'no-effect';
  return fault?.kind === 'apply+500' ? 'effect' : undefined;
}

function unrecognized(method: string, path: string): ApiError {
  const message = `Unrecognized request URL (${method}: ${path}). The simulator speaks a part of Stripe's API only.`;
  return new ApiError(404, { type: 'invalid_request_error', message });
}

function errorAnswer(error: unknown, requestId: string, log: SimulatorLog): Answer {
  if (error instanceof ApiError) return { status: error.status, body: JSON.stringify({ error: error.body }), requestId };
  log.error({ err: error, requestId }, 'the simulator failed; nothing was committed');
  return { status: 500, body: JSON.stringify({ error: INTERNAL_ERROR }), requestId };
}

function send(response: ServerResponse, { status, body, requestId, headers }: Answer, key: string | undefined): void {
  if (response.destroyed) return;
  // As Stripe advises its SDKs: a conflict or a full house is worth a repeat; a saved 500 would only be replayed.
  const retry = status === 409 || status === 429 ? 'true' : status === 500 && key === undefined ? undefined : 'false';
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'request-id': requestId,
    'stripe-version': API_VERSION,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(retry === undefined ? {} : { 'stripe-should-retry': retry }),
    ...headers,
  });
  response.end(body);
}
