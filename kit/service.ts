import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { isServiceToken } from './service-token.ts';
import type { Signer } from './sign.ts';
import type { Running } from './subgraph.ts';
import { continued } from './trace.ts';
import { uuidv7 } from './uuid.ts';

type Body = { [field: string]: unknown };
/** What is under way when we are asked to end has so long; a checkout is answered after 5 s at the latest. */
const GRACE_MS = 10_000;
const MAX_BODY = 8 * 1024 * 1024;

/** Answers routers that are not ours, which hold no service token: it asks for what they do hold. */
type ForRouters = (request: {
  headers: http.IncomingHttpHeaders;
  socket: http.IncomingMessage['socket'];
  body: () => Promise<unknown>;
}) => Promise<{ status: number; body: unknown }>;

type Options = { port: number; host: string; signer: Signer; log: Log; lingerMs?: number; forRouters?: ForRouters };

/**
 * Puts a context behind HTTP for the other processes. Without a service token: 401, whatever is asked. A close goes on answering for
 * `lingerMs`, and tells everybody with the answer not to come back: a request on a connection that is just being closed would be lost.
 */
export async function serve(
  running: Running,
  { port, host, signer, log, lingerMs = 0, forRouters }: Options,
): Promise<{ port: number; close(): Promise<void> }> {
  let stopping = false;
  const server = http.createServer((request, response) => {
    // a connection kept alive would bring more work to who is about to end
    if (stopping) response.shouldKeepAlive = false;
    const answered =
      forRouters && request.url === '/graphql' && request.method === 'POST'
        ? forRouters({ headers: request.headers, socket: request.socket, body: () => read(request) })
        : answer(running, request, signer);
    answered
      .then(({ status, body }) => reply(response, status, body))
      .catch((error: unknown) => {
        const fault = uuidv7();
        log.error({ fault, err: error, path: request.url }, 'a call between contexts failed');
        reply(response, 500, { fault });
      });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const close = async () => {
    stopping = true;
    await sleep(lingerMs);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
    });
  };
  return { port: (server.address() as { port: number }).port, close };
}

async function answer(running: Running, request: http.IncomingMessage, signer: Signer): Promise<{ status: number; body: unknown }> {
  const path = new URL(request.url ?? '/', 'http://service').pathname;
  if (path === '/healthz') return { status: 200, body: { status: 'up', pid: process.pid } };
  if (!isServiceToken(signer, running.name, request.headers.authorization))
    return { status: 401, body: { error: 'a service token is needed' } };
  const body = await read(request);
  // only now: whose trace it is, is theirs to say who have the secret
  return continued(request.headers.traceparent, () => routed(running, path, body));
}

async function routed(running: Running, path: string, body: Body): Promise<{ status: number; body: unknown }> {
  if (path.startsWith('/commands/')) return command(running, path.slice('/commands/'.length), body);
  const routes: Record<string, () => Promise<unknown>> = {
    '/query': () => running.query(body as never),
    '/deliver': () => running.deliver(body.events as never),
    '/take-events': () => running.takeEvents(body.owner as string, body.limit as number, body.subscriber as string | undefined),
    '/events-published': () => running.eventsPublished(body.sent as never),
    '/events-handled': () => running.eventsHandled(body as never),
    '/listens-to': () => running.listensTo(),
    '/ready': () => running.ready(),
  };
  const route = routes[path];
  return route ? { status: 200, body: await route() } : { status: 404, body: { error: 'no such path' } };
}

async function command(running: Running, name: string, body: Body): Promise<{ status: number; body: unknown }> {
  const spec = Object.hasOwn(running.contract.commands, name) ? running.contract.commands[name] : undefined;
  if (!spec) return { status: 404, body: { error: 'no such command' } };
  return { status: 200, body: { output: await running.command(name, spec.input.parse(body.input)) } };
}

async function read(request: http.IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) throw new Error('the body is too large');
    chunks.push(chunk as Buffer);
  }
  return chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Body) : {};
}

function reply(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body ?? null));
}
