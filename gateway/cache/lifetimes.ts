import type { Question } from './question.ts';

/** Milliseconds for which an answer is given as it is, and then given once more while it is being asked anew. */
export type Lifetime = { freshMs: number; staleMs: number };

/** What events purge: the time bounds only what an event that was lost would have told. */
const UNTIL_PURGED: Lifetime = { freshMs: 60_000, staleMs: 60_000 };
/** What changes without an event: "up to a few seconds old". */
const LIVE: Lifetime = { freshMs: 2_000, staleMs: 3_000 };
/** Nothing was found, or nobody said what is shown. */
const NEGATIVE: Lifetime = { freshMs: 5_000, staleMs: 5_000 };
/** So that what was kept in one moment is not asked anew in one moment. */
const JITTER = 0.1;

type About = {
  cacheability: Question['cacheability'];
  tags: readonly string[];
  /** A field at the root is null. */
  isMiss: boolean;
  /** It may be outdated already, or become so without a word: other caches have just been purged, or nobody can be heard. */
  isUnsure: boolean;
};

export function lifetimeOf({ cacheability, tags, isMiss, isUnsure }: About, random = Math.random): Lifetime {
  const chosen = cacheability === 'live' || isUnsure ? LIVE : isMiss || tags.length === 0 ? NEGATIVE : UNTIL_PURGED;
  return { freshMs: chosen.freshMs * (1 - JITTER + 2 * JITTER * random()), staleMs: chosen.staleMs };
}
