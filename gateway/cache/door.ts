import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Cors } from '../headers.ts';
import { traceIdOf } from '../identity.ts';
import { ageOf, headerLines, isKnown, type KeptAnswer } from './kept-answer.ts';
import { writeReadyHead } from './ready-head.ts';
import { type ResponseCache, wordsOf } from './response-cache.ts';
import type { Variants } from './variants.ts';

type Options = {
  /** The one endpoint that has kept answers. */
  path: string;
  bodyLimit: number;
  variants: Variants;
  recall: ResponseCache['recall'];
  /** Headers of every answer. */
  security: Record<string, string>;
  cors: Cors;
  /** True while it closes: then everybody goes the usual way. */
  isClosing: () => boolean;
};

/**
 * Stands before the web framework, which costs more than a kept answer does: requests whose very words were answered before
 * are answered here. All others go on as if nobody had looked, a body that was read put back in front of who reads it next.
 */
export function createDoor(
  { path, bodyLimit, variants, recall, security, cors, isClosing }: Options,
  onward: RequestListener,
): RequestListener {
  const question = `${path}?`;
  const give = giver(security, cors);

  function look(request: IncomingMessage, text: string): KeptAnswer | undefined {
    const variant = variants(request.headers);
    return variant ? recall(wordsOf(variant.id, request.method!, text)) : undefined;
  }

  return (request, response) => {
    const { method, url, headers } = request;
    if (headers.authorization !== undefined || isClosing()) return onward(request, response);
    if (method === 'POST' && url === path && isPlainJson(headers['content-type'])) {
      const length = Number(headers['content-length']);
      if (!(length > 0 && length <= bodyLimit) || headers['content-encoding'] !== undefined) return onward(request, response);
      return readAhead(request, length, (body) => {
        const found = body && look(request, body.toString());
        if (found) return give(found, request, response);
        if (body) request.unshift(body);
        onward(request, response);
      });
    }
    const found = method === 'GET' && url!.startsWith(question) ? look(request, url!.slice(path.length)) : undefined;
    if (found) give(found, request, response);
    else onward(request, response);
  };
}

const isPlainJson = (contentType: string | undefined): boolean =>
  contentType === 'application/json' || contentType === 'application/json; charset=utf-8';

/** Gives the whole body before its end is told, so that it can be put back; null when it breaks off: whoever reads on sees that. */
function readAhead(request: IncomingMessage, length: number, done: (body: Buffer | null) => void): void {
  const chunks: Buffer[] = [];
  let got = 0;
  const more = () => {
    for (let chunk = request.read() as Buffer | null; chunk !== null; chunk = request.read() as Buffer | null) {
      chunks.push(chunk);
      got += chunk.length;
      if (got >= length) return finish(chunks.length === 1 ? chunk : Buffer.concat(chunks));
    }
  };
  const finish = (body: Buffer | null) => {
    request.off('readable', more);
    done(body);
  };
  request.on('readable', more);
}

function giver(security: Record<string, string>, cors: Cors) {
  /** The first line and all that is the same for every answer to a page of one origin; there are as many as origins are listed. */
  const starts = new Map<Record<string, string>, string>();
  const startOf = (allowed: Record<string, string>): string => {
    const known = starts.get(allowed);
    if (known !== undefined) return known;
    const start = `HTTP/1.1 200 OK\r\n${headerLines({ ...security, ...allowed })}`;
    starts.set(allowed, start);
    return start;
  };

  return (found: KeptAnswer, request: IncomingMessage, response: ServerResponse): void => {
    const { method, headers } = request;
    const age = ageOf(found, performance.now());
    const traceId = traceIdOf(headers.traceparent);
    const allowed = cors(headers.origin);
    if (method === 'GET' && isKnown(found, headers['if-none-match'])) {
      const vary = [found.headers.vary, allowed.vary].filter((each) => each !== undefined).join(', ');
      response.writeHead(304, { ...security, ...allowed, ...found.headers, vary, age, 'x-trace-id': traceId }).end();
      return;
    }
    writeReadyHead(response, `${startOf(allowed)}${found.head}age: ${age}\r\nx-trace-id: ${traceId}\r\n`, found.body.length);
    response.end(found.body);
  };
}

type ServerTimes = { keepAliveTimeout: number; requestTimeout: number };

/** A web server that listens at `listener`, with the times that the framework would set on its own. */
export function createDoorServer(listener: RequestListener, { keepAliveTimeout, requestTimeout }: ServerTimes): http.Server {
  const server = http.createServer(listener);
  server.keepAliveTimeout = keepAliveTimeout;
  server.requestTimeout = requestTimeout;
  return server;
}
