import { LRUCache } from 'lru-cache';
import type { Purges } from '../../kit/purges.ts';
import type { SharedCache } from '../../kit/shared-cache.ts';
import { newNotes } from '../../kit/notes.ts';
import { responseCache, responsePurges } from '../../kit/telemetry.ts';
import type { AnswerGraph, GraphHttpAnswer, GraphHttpRequest } from '../graph-answer.ts';
import { type Context, traceIdOf } from '../identity.ts';
import { ageOf, isKnown, type KeptAnswer, keptAnswer } from './kept-answer.ts';
import { createKeptAnswers } from './kept-answers.ts';
import { lifetimeOf } from './lifetimes.ts';
import { createPurgeClock } from './purge-clock.ts';
import type { Question } from './question.ts';
import { packed, unpacked } from './shared-answer.ts';
import { keepable } from './keepable.ts';

export type ResponseCache = {
  layer(next: AnswerGraph): AnswerGraph;
  /** What is kept for a request that was answered before, known by its very words; it begins to be asked anew when it is stale. */
  recall(words: string): KeptAnswer | undefined;
  close(): void;
};

type Options = {
  maxBytes: number;
  questionOf: (request: GraphHttpRequest) => Question | null;
  purges: Purges;
  shared: SharedCache | null;
  now?: () => number;
};
/** One asking, for all who want the same meanwhile. */
type Flight = { mark: number; outcome: Promise<Outcome> };
type Outcome = { kept: KeptAnswer } | { plain: GraphHttpAnswer; tags: ReadonlySet<string> };

/** How long after a purge other caches on the way may still hold what was purged. */
const SETTLING_MS = 2_000;
const REFRESH_AGAIN_MS = 1_000;
const WORDS_BYTES = 8_000_000;

/** What anybody may see is asked for nobody in particular, whoever happened to ask first. */
const forAnybody = ({ identity, notes }: Context): Context => ({ identity: { ...identity, customerId: null }, notes });

/** The same words in the same variant: what the door knows a request by. */
export const wordsOf = (variantId: string, method: string, text: string): string => `${variantId} ${method} ${text}`;

/** Whole answers of the storefront, before anything of them is parsed or planned. */
export function createResponseCache({ maxBytes, questionOf, purges, shared, now = () => performance.now() }: Options): ResponseCache {
  const answers = createKeptAnswers(maxBytes);
  const clock = createPurgeClock({ now });
  const keyByWords = new LRUCache<string, string>({ maxSize: WORDS_BYTES, sizeCalculation: (_, words) => words.length + 100 });
  const flights = new Map<string, Flight>();
  const notBefore = new WeakMap<KeptAnswer, number>();
  let ask: (request: GraphHttpRequest) => Promise<GraphHttpAnswer>;
  const leave = purges.subscribe((purged) => {
    clock.purge(purged);
    responsePurges.inc(answers.purge(purged));
  });

  function current(key: string): KeptAnswer | undefined {
    const found = answers.get(key);
    if (!found) return undefined;
    const at = now();
    if (at < found.freshUntil) {
      counted.hit.inc();
      return found;
    }
    if (at >= found.staleUntil) return undefined;
    counted.stale.inc();
    if (!flights.has(key) && at >= (notBefore.get(found) ?? 0)) refresh(found);
    return found;
  }

  /** In the background; what cannot be refreshed stays until its time is over. */
  function refresh(old: KeptAnswer): void {
    notBefore.set(old, now() + REFRESH_AGAIN_MS);
    const context: Context = {
      identity: { audience: 'storefront', customerId: null, staff: null, traceId: traceIdOf(undefined) },
      notes: newNotes(),
    };
    begin(old.question, context).outcome.catch(() => {});
  }

  function begin(question: Question, context: Context): Flight {
    const mark = clock.now();
    const outcome = read(question, context, mark).finally(() => {
      if (flights.get(question.key) === flight) flights.delete(question.key);
    });
    const flight = { mark, outcome };
    flights.set(question.key, flight);
    return flight;
  }

  async function read(question: Question, context: Context, mark: number): Promise<Outcome> {
    const looked = shared ? await shared.look(question.key) : null;
    const there = looked?.found && unpacked(looked.found, question, now());
    if (there && !clock.purgedSince(mark, there.tags)) {
      counted.shared.inc();
      answers.put(there);
      return { kept: there };
    }
    counted.miss.inc();
    const plain = await ask({ ...question.ask, context: forAnybody(context) });
    const { tags } = context.notes;
    const form = keepable(plain, context.notes);
    if (!form || clock.purgedSince(mark, tags)) return { plain, tags };
    const about = { cacheability: question.cacheability, tags: [...tags], isMiss: form.isMiss };
    const lifetime = lifetimeOf({ ...about, isUnsure: !purges.hears() || clock.purgedWithin(SETTLING_MS, tags) });
    const kept = keptAnswer({ question, body: Buffer.from(plain.body), tags: about.tags, lifetime, now: now() });
    answers.put(kept);
    if (looked && shared)
      shared.store(question.key, packed(kept), { tags: kept.tags, forMs: kept.staleUntil - kept.keptAt, mark: looked.mark });
    return { kept };
  }

  /** Joins who asks already, unless what that one brings may be older than a change that was known before we came. */
  async function asked(question: Question, context: Context): Promise<Outcome> {
    const came = clock.now();
    for (;;) {
      const under = flights.get(question.key);
      if (under) counted.joined.inc();
      const { mark, outcome } = under ?? begin(question, context);
      const found = await outcome;
      const tags = 'kept' in found ? found.kept.tags : found.tags;
      if (mark >= came || !clock.purgedSince(mark, tags)) return found;
    }
  }

  return {
    layer(next) {
      ask = next;
      return async (request) => {
        const question = questionOf(request);
        if (!question) return next(request);
        const found = current(question.key);
        const outcome = found ? { kept: found } : await asked(question, request.context);
        if ('plain' in outcome) return outcome.plain;
        const text = request.sent ?? request.body?.text;
        if (text !== undefined) keyByWords.set(wordsOf(question.variant.id, request.method, text), question.key);
        return sent(outcome.kept, request, now());
      };
    },
    recall(words) {
      const key = keyByWords.get(words);
      return key === undefined ? undefined : current(key);
    },
    close: leave,
  };
}

const counted = {
  hit: responseCache.labels('hit'),
  stale: responseCache.labels('stale'),
  miss: responseCache.labels('miss'),
  shared: responseCache.labels('shared'),
  joined: responseCache.labels('joined'),
};

/** Whoever says who they are must hear it when their token has run out: no cache between us and them may answer for us. */
const FOR_ONE = { 'cache-control': 'private, no-cache' };

function sent(kept: KeptAnswer, { method, headers }: GraphHttpRequest, now: number): GraphHttpAnswer {
  const about = { ...kept.headers, age: ageOf(kept, now), ...(headers.authorization !== undefined && FOR_ONE) };
  if (method === 'GET' && isKnown(kept, headers['if-none-match'])) return { status: 304, headers: about, body: '' };
  return { status: 200, headers: about, body: kept.body.toString() };
}
