import { createHash } from 'node:crypto';
import { ApiError, invalidRequest } from './api-error.ts';
import type { Param, Params } from './form.ts';
import type { Queryable } from './ledger.ts';

/** An answer as it went out, or would have gone out. */
export interface StoredAnswer {
  status: number;
  body: string;
  requestId: string;
}

/** One request under one key: the same key may only ever be used with the same endpoint and parameters. */
export interface KeyedRequest {
  key: string;
  path: string;
  fingerprint: string;
}

const LONGEST_KEY = 255;

/** Names a request by its key, its path and its parameters, whatever their order. */
export function keyedRequest(key: string, path: string, params: Params): KeyedRequest {
  if (key.length > LONGEST_KEY) throw invalidRequest(`Idempotency keys are at most ${LONGEST_KEY} characters long.`);
  return { key, path, fingerprint: createHash('sha256').update(canonical(params)).digest('hex') };
}

/** The answer saved under this key in the last 24 hours, if any. Other parameters: 400 `idempotency_error`. */
export async function savedAnswer(sql: Queryable, request: KeyedRequest): Promise<StoredAnswer | undefined> {
  const [row] = await sql<{ path: string; fingerprint: string; status: number; body: string; request_id: string }[]>`
    SELECT path, fingerprint, status, body, request_id FROM idempotency_keys
    WHERE key = ${request.key} AND created_at > now() - interval '24 hours'`;
  if (!row) return undefined;
  if (row.path !== request.path)
    throw mismatch(`for the same endpoint they were first used for ('${row.path}' vs. '${request.path}')`, request);
  if (row.fingerprint !== request.fingerprint) throw mismatch('with the same parameters they were first used with', request);
  return { status: row.status, body: row.body, requestId: row.request_id };
}

/** Saves the answer in the transaction of its effect. A key of another running process: 409. */
export async function saveAnswer(sql: Queryable, request: KeyedRequest, answer: StoredAnswer): Promise<void> {
  const saved = await sql`
    INSERT INTO idempotency_keys (key, path, fingerprint, request_id, status, body)
    VALUES (${request.key}, ${request.path}, ${request.fingerprint}, ${answer.requestId}, ${answer.status}, ${answer.body})
    ON CONFLICT (key) DO UPDATE SET path = excluded.path, fingerprint = excluded.fingerprint, request_id = excluded.request_id,
      status = excluded.status, body = excluded.body, created_at = now()
    WHERE idempotency_keys.created_at <= now() - interval '24 hours'`;
  if (saved.count === 0) throw keyInUse(request.key);
}

/** Forgets keys older than a day. */
export async function forgetOldKeys(sql: Queryable): Promise<void> {
  await sql`DELETE FROM idempotency_keys WHERE created_at <= now() - interval '24 hours'`;
}

/** 409 while the first request with this key is still running. */
export function keyInUse(key: string): ApiError {
  const message = `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again later.`;
  return new ApiError(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message });
}

function mismatch(words: string, { key }: KeyedRequest): ApiError {
  const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
  return new ApiError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used ${words}. ${advice}`,
  });
}

function canonical(value: Param): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? '')}`).join()}}`;
}
