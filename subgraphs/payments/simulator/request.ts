import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError, invalidRequest } from './api-error.ts';
import { decodeForm, type Param, type Params } from './form.ts';

const LARGEST_BODY = 1_000_000;

/** Reads the body whole; more than a megabyte is refused. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw invalidRequest('The request body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The parameters of a request: its query, and its body as a form (or as JSON, for scripts that order faults). */
export function paramsOf(query: string, body: string, contentType: string | undefined): Params {
  const params = decodeForm(query);
  if (body === '') return params;
  const given = contentType?.startsWith('application/json') ? decodeJson(body) : decodeForm(body);
  return Object.assign(params, given);
}

function decodeJson(body: string): Params {
  try {
    const value = asParam(JSON.parse(body));
    if (typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Falls through to the refusal below.
  }
  throw invalidRequest('Invalid JSON body.');
}

function asParam(value: unknown): Param {
  if (Array.isArray(value)) return value.map(asParam);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.assign(Object.create(null), Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asParam(each)])));
}

/** 401 unless the request carries `Authorization: Bearer <secretKey>`. */
export function requireSecretKey(authorization: string | undefined, secretKey: string): void {
  const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const type = 'invalid_request_error';
  if (!given) throw new ApiError(401, { type, message: 'You did not provide an API key.' });
  const expected = Buffer.from(secretKey);
  const actual = Buffer.from(given);
  if (actual.length === expected.length && timingSafeEqual(actual, expected)) return;
  throw new ApiError(401, { type, message: `Invalid API Key provided: ****${given.slice(-4)}` });
}

/** A header's text; repeated ones are joined. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
