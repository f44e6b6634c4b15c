import { expect, test } from 'vitest';
import { answerOf } from './answers.ts';

const heard = (status: number, body: unknown, retryAfterMs: number | null = null) => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  retryAfterMs,
});
const error = (extensions: object) => ({ data: null, errors: [{ message: 'no', extensions }] });

test('an answer is data; whatever else comes is a fault with a name', () => {
  expect(answerOf(heard(200, { data: { sale: null } }))).toEqual({ outcome: 'ok', data: { sale: null } });
  for (const [from, kind] of [
    [{ fault: 'ECONNRESET' }, 'ECONNRESET'],
    [heard(200, '<html>'), 'HTTP 200'],
    [heard(200, 'null'), 'HTTP 200'],
    [heard(502, 'bad gateway'), 'HTTP 502'],
    [heard(503, { data: {} }, 1_000), 'HTTP 503'],
    [heard(400, error({ code: 'BAD_USER_INPUT' })), 'HTTP 400'],
    [heard(200, error({ code: 'INTERNAL_SERVER_ERROR' })), 'INTERNAL_SERVER_ERROR'],
    [heard(200, { data: { product: null }, errors: [{ message: 'no' }] }), 'errors'],
    [heard(200, { data: null }), 'errors'],
  ] as const)
    expect(answerOf(from), kind).toMatchObject({ outcome: 'failed', kind });
});

test('to be told to come later is no fault, and says when', () => {
  expect(answerOf(heard(429, 'slow down', 3_000))).toEqual({ outcome: 'shed', retryAfterMs: 3_000 });
  expect(answerOf(heard(429, ''))).toEqual({ outcome: 'shed', retryAfterMs: 1_000 });
  expect(answerOf(heard(200, error({ code: 'OVERLOADED', retryAfterMs: 500 })))).toEqual({ outcome: 'shed', retryAfterMs: 500 });
});
