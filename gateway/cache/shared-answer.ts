import type { Lifetime } from './lifetimes.ts';
import { type KeptAnswer, keptAnswer } from './kept-answer.ts';
import type { Question } from './question.ts';

const LIFETIME_BYTES = 16;

/** As it lies in the store that processes share: how long it was to live, then its bytes. */
export function packed({ body, keptAt, freshUntil, staleUntil }: KeptAnswer): Buffer {
  const times = Buffer.alloc(LIFETIME_BYTES);
  times.writeDoubleBE(freshUntil - keptAt, 0);
  times.writeDoubleBE(staleUntil - freshUntil, 8);
  return Buffer.concat([times, body]);
}

/** Null where its time is over. Its age is what its whole time and the rest of it say: clocks of two processes are not compared. */
export function unpacked(
  { value, leftMs, tags }: { value: Buffer; leftMs: number; tags: string[] },
  question: Question,
  now: number,
): KeptAnswer | null {
  const lifetime: Lifetime = { freshMs: value.readDoubleBE(0), staleMs: value.readDoubleBE(8) };
  const age = Math.max(0, lifetime.freshMs + lifetime.staleMs - leftMs);
  if (age >= lifetime.freshMs) return null;
  const body = value.subarray(LIFETIME_BYTES);
  return keptAnswer({ question, body, tags, lifetime, now: now - age });
}
