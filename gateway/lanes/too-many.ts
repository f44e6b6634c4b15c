import type { GraphHttpAnswer } from '../graph-answer.ts';

/** Nothing was tried, and why: the lane has no room; this address, this customer asks too much. */
const MESSAGES = {
  OVERLOADED: 'There is more to do than can be done just now. Nothing was tried: ask again, a purchase under the same key.',
  RATE_LIMITED: 'Too many requests. Nothing was tried: ask again later, a purchase under the same key.',
};
export type TooManyCode = keyof typeof MESSAGES;

const TYPE = 'application/json; charset=utf-8';

/** 429 in the shape that GraphQL clients read. `retry-after` is in whole seconds, never too early; `retryAfterMs` to the millisecond. */
export function tooMany(code: TooManyCode, retryAfterMs: number): GraphHttpAnswer {
  const ms = Math.ceil(retryAfterMs);
  return {
    status: 429,
    headers: { 'content-type': TYPE, 'cache-control': 'no-store', 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) },
    body: JSON.stringify({ errors: [{ message: MESSAGES[code], extensions: { code, retryAfterMs: ms } }] }),
  };
}
