import type { Purges } from './purges.ts';

const PREFIX = 'rush:';

/**
 * Tells every process that many will come at once for what is named. It goes the way of purges, because that reaches whoever
 * keeps anything; no answer carries such a tag, so nothing is forgotten for it.
 */
export const announceRush = (purges: Pick<Purges, 'publish'>, names: readonly string[]): void =>
  purges.publish(names.map((name) => PREFIX + name));

/** Calls with the names that are announced, here or elsewhere. Returns the way to stop listening. */
export const onRush = (purges: Pick<Purges, 'subscribe'>, prepare: (names: string[]) => void): (() => void) =>
  purges.subscribe((purged) => {
    const names = purged === 'all' ? [] : purged.filter((tag) => tag.startsWith(PREFIX)).map((tag) => tag.slice(PREFIX.length));
    if (names.length > 0) prepare(names);
  });
