import type { Purges } from '../../kit/purges.ts';

/** What every list of this context shows; published when any product in the index has changed. */
export const SEARCH_TAG = 'search';

export type Changes = {
  /** The index has changed, and the change is committed. */
  happened(): void;
  close(): void;
};

/**
 * Tells whoever keeps answers that the index has changed: at once when it was quiet, and during a stream of changes once in
 * `restMs` milliseconds, so that an import does not make every copy useless. What is kept is at most so much out of date.
 */
export function announceChanges(purges: Purges, restMs: number): Changes {
  let last = -Infinity;
  let later: NodeJS.Timeout | null = null;
  const tell = () => {
    later = null;
    last = performance.now();
    purges.publish([SEARCH_TAG]);
  };
  return {
    happened() {
      const rest = last + restMs - performance.now();
      if (rest <= 0) tell();
      else later ??= setTimeout(tell, rest);
    },
    close() {
      if (later) {
        clearTimeout(later);
        tell();
      }
    },
  };
}
