import { createHash } from 'node:crypto';
import { CORS, SECURITY } from '../headers.ts';
import type { Lifetime } from './lifetimes.ts';
import type { Question } from './question.ts';
import { VARIES_BY } from './variants.ts';

/** A finished answer. Times by performance.now(). */
export type KeptAnswer = {
  question: Question;
  body: Buffer;
  /** Of these very bytes in this form. */
  etag: string;
  tags: readonly string[];
  keptAt: number;
  freshUntil: number;
  staleUntil: number;
  /** All that does not change, names and values in turn; those at `AGE` and `TRACE_ID` are set when it is sent. */
  lines: string[];
  /** What of it is about caching, for the slower way out. */
  headers: Record<string, string>;
};

export const AGE = 1;
export const TRACE_ID = 3;
/** Browsers hear no purge. */
const BROWSER_S = 10;
/** Longer lists are told as the contexts alone. */
const SURROGATE_KEY_BYTES = 1_000;

type Parts = { question: Question; body: Buffer; tags: readonly string[]; lifetime: Lifetime; now: number };

export function keptAnswer({ question, body, tags, lifetime, now }: Parts): KeptAnswer {
  const { contentType } = question.variant;
  const etag = `"${createHash('sha256').update(contentType).update(body).digest('base64url').slice(0, 27)}"`;
  const headers = {
    'content-type': `${contentType}; charset=utf-8`,
    'cache-control': cacheControl(lifetime),
    etag,
    vary: VARIES_BY,
    ...(tags.length > 0 && { 'surrogate-key': surrogateKey(tags) }),
  };
  const always = { ...SECURITY, ...CORS, ...headers, 'content-length': String(body.length) };
  return {
    question,
    body,
    etag,
    tags,
    keptAt: now,
    freshUntil: now + lifetime.freshMs,
    staleUntil: now + lifetime.freshMs + lifetime.staleMs,
    lines: ['age', '0', 'x-trace-id', '', ...Object.entries(always).flat()],
    headers,
  };
}

function cacheControl({ freshMs, staleMs }: Lifetime): string {
  const fresh = Math.max(1, Math.round(freshMs / 1000));
  return `public, max-age=${Math.min(fresh, BROWSER_S)}, s-maxage=${fresh}, stale-while-revalidate=${Math.round(staleMs / 1000)}`;
}

function surrogateKey(tags: readonly string[]): string {
  const plain = tags.filter((tag) => /^[\w:.-]+$/.test(tag));
  const all = plain.join(' ');
  return all.length <= SURROGATE_KEY_BYTES ? all : [...new Set(plain.map((tag) => tag.split(':')[0]!))].join(' ');
}

export const ageOf = ({ keptAt }: KeptAnswer, now: number): string => String(Math.max(0, Math.floor((now - keptAt) / 1000)));

/** By `If-None-Match`, where strong and weak validators of the same bytes are alike. */
export const isKnown = ({ etag }: KeptAnswer, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined && (ifNoneMatch.includes(etag) || ifNoneMatch.trim() === '*');
