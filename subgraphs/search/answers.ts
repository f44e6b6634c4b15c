import { LRUCache } from 'lru-cache';
import { canonicalJson } from '../../kit/canonical.ts';
import type { Purges } from '../../kit/purges.ts';
import { SEARCH_TAG } from './changes.ts';
import type { Engine, Found, Question, Wanted } from './engine.ts';

type Part = keyof Found;
type Find = Engine['find'];

const MOST = 1_000;
/** In milliseconds: bounds how long an answer lives whose purge was lost, and one of which no purge can be heard. */
const LONGEST_MS = 60_000;
const DEAF_MS = 5_000;

/**
 * Keeps pages, totals and facets of questions until the index changes, each for itself: page two has the facets of page
 * one. Who asks what is being found out already waits for that answer.
 */
export function keepAnswers(find: Find, purges: Purges, clock: { now(): number } = performance): { find: Find; close(): void } {
  const kept = new LRUCache<string, Promise<Found>>({ max: MOST, perf: clock, ttlResolution: 0 });
  const close = purges.subscribe((purged) => {
    if (purged === 'all' || purged.includes(SEARCH_TAG)) kept.clear();
  });
  return {
    close,
    async find(question, wanted) {
      const keys = keysOf(question, wanted);
      const answers = new Map(keys.map(([part, key]) => [part, kept.get(key)]));
      const missing = keys.filter(([part]) => !answers.get(part));
      if (missing.length > 0) {
        const lacks = (part: Part) => missing.some(([name]) => name === part);
        const answer = find(question, { page: lacks('page') ? wanted.page : null, total: lacks('total'), facets: lacks('facets') });
        for (const [part, key] of missing) {
          answers.set(part, answer);
          keep(key, answer);
        }
      }
      const parts = await Promise.all([...answers].map(async ([part, answer]) => [part, (await answer!)[part]] as const));
      return Object.fromEntries(parts) as Found;
    },
  };

  function keep(key: string, answer: Promise<Found>): void {
    kept.set(key, answer, { ttl: purges.hears() ? LONGEST_MS : DEAF_MS });
    answer.catch(() => {
      if (kept.peek(key) === answer) kept.delete(key);
    });
  }
}

function keysOf({ search, filter, facets, order }: Question, { page, total, facets: counts }: Wanted): [Part, string][] {
  const conditions = {
    search: search?.trim().toLowerCase(),
    price: [filter.priceMinMinor ?? null, filter.priceMaxMinor ?? null],
    facets: facets.map(({ key, values }) => [key, [...values].sort()]),
  };
  const key = (part: object) => canonicalJson({ ...conditions, ...part });
  return [
    ...(page ? [['page', key({ order: order.name, first: page.first, after: page.after })] as [Part, string]] : []),
    ...(total ? [['total', key({ total })] as [Part, string]] : []),
    ...(counts ? [['facets', key({ selected: facets.map(({ key: of, values }) => [of, [...values].sort()]) })] as [Part, string]] : []),
  ];
}
