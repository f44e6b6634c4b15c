import { createHash } from 'node:crypto';
import { validateHeaderValue } from 'node:http';
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
  /** What of its head is about caching, as whole header lines. */
  head: string;
  /** The same, for the slower way out. */
  headers: Record<string, string>;
};

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
  return {
    question,
    body,
    etag,
    tags,
    keptAt: now,
    freshUntil: now + lifetime.freshMs,
    staleUntil: now + lifetime.freshMs + lifetime.staleMs,
    head: headerLines(headers),
    headers,
  };
}

/** Checked once, here, as `writeHead` would check them each time. */
export function headerLines(headers: Record<string, string>): string {
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
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
