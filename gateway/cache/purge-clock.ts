import type { Purged } from '../../kit/purges.ts';

/** Which tags were purged when, counted in purges; so that a read can tell whether what it brings is outdated already. */
export type PurgeClock = {
  now(): number;
  purge(purged: Purged): void;
  /** Was one of the tags purged after `mark`? It may say yes for one that was not, never no for one that was. */
  purgedSince(mark: number, tags: Iterable<string>): boolean;
  /** Was one of them purged within the last `ms`? */
  purgedWithin(ms: number, tags: Iterable<string>): boolean;
};

const REMEMBERED = 50_000;

export function createPurgeClock({ remembered = REMEMBERED, now = () => performance.now() } = {}): PurgeClock {
  type Moment = { count: number; at: number };
  const last = new Map<string, Moment>();
  let count = 0;
  /** Of everything, and of what is not remembered one by one any more. */
  let floor: Moment = { count: 0, at: Number.NEGATIVE_INFINITY };
  const momentOf = (tag: string): Moment => {
    const own = last.get(tag);
    return own && own.count > floor.count ? own : floor;
  };
  const some = (tags: Iterable<string>, is: (moment: Moment) => boolean): boolean => {
    if (is(floor)) return true;
    for (const tag of tags) if (is(momentOf(tag))) return true;
    return false;
  };
  return {
    now: () => count,
    purge(purged) {
      const moment = { count: ++count, at: now() };
      if (purged === 'all') {
        floor = moment;
        last.clear();
        return;
      }
      for (const tag of purged) {
        last.delete(tag);
        last.set(tag, moment);
      }
      while (last.size > remembered) {
        const [oldest, forgotten] = last.entries().next().value as [string, Moment];
        last.delete(oldest);
        floor = forgotten;
      }
    },
    purgedSince: (mark, tags) => some(tags, (moment) => moment.count > mark),
    purgedWithin: (ms, tags) => some(tags, ({ at }) => now() - at < ms),
  };
}
