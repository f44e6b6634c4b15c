import { LRUCache } from 'lru-cache';
import type { Purged } from '../../kit/purges.ts';
import type { KeptAnswer } from './kept-answer.ts';

export type KeptAnswers = {
  get(key: string): KeptAnswer | undefined;
  put(answer: KeptAnswer): void;
  /** Forgets what shows any of these; how many that were. */
  purge(purged: Purged): number;
  count(): number;
};

/** What an answer takes beside its bytes: its question, its tags, its headers. */
const OVERHEAD = 2_000;

/** The answers of this process, the least recently given forgotten first when they are more than `maxBytes` together. */
export function createKeptAnswers(maxBytes: number): KeptAnswers {
  const byTag = new Map<string, Set<string>>();
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: maxBytes,
    sizeCalculation: ({ body, question, tags }) => body.length + question.ask.body!.text.length * 2 + tags.length * 100 + OVERHEAD,
    dispose: ({ question: { key }, tags }) => {
      for (const tag of tags) {
        const keys = byTag.get(tag);
        keys?.delete(key);
        if (keys?.size === 0) byTag.delete(tag);
      }
    },
  });
  return {
    get: (key) => answers.get(key),
    put(answer) {
      const { key } = answer.question;
      answers.delete(key);
      answers.set(key, answer);
      if (!answers.has(key)) return;
      for (const tag of answer.tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(key));
    },
    purge(purged) {
      const before = answers.size;
      if (purged === 'all') answers.clear();
      else for (const tag of purged) for (const key of [...(byTag.get(tag) ?? [])]) answers.delete(key);
      return before - answers.size;
    },
    count: () => answers.size,
  };
}
