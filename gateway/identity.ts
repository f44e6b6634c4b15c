import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Identity } from '../kit/identity.ts';
import type { Notes } from '../kit/notes.ts';

/** Who asks, which every subgraph is told with every fetch; and what the subgraphs' answers have said of themselves. */
export type Context = { identity: Identity; notes: Notes };

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/;

/** The caller's trace by W3C's `traceparent`, where it is a valid one, else a new one. */
export const traceIdOf = (traceparent: string | string[] | undefined): string =>
  (typeof traceparent === 'string' && TRACEPARENT.exec(traceparent)?.[1]) || newTraceId();

const DRAWN_AT_ONCE = 256;
const DIGITS = 32;
let drawn = '';
let next = 0;

/** Drawn in bulk: one by one they would cost more than an answer from memory. */
export function newTraceId(): string {
  if (next >= drawn.length) {
    drawn = randomBytes((DRAWN_AT_ONCE * DIGITS) / 2).toString('hex');
    next = 0;
  }
  next += DIGITS;
  return drawn.slice(next - DIGITS, next);
}

/** True for `Bearer <key>`. Takes the same time however much of the key is right, and whatever its length. */
export function isBearer(authorization: string | undefined, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${key}`));
}
