import { setTimeout as sleep } from 'node:timers/promises';
import { abreast } from '../../../kit/abreast.ts';

const PAUSE_MS = 30;

/**
 * What a saga does: the same command until its outcome is known. Only a provider that cannot be heard is waited for; any
 * other fault, and one that outlives the deadline, is thrown. `waited` is told of each time, and with what.
 */
export async function untilKnown<T>(
  command: () => Promise<T>,
  { withinMs = 30_000, waited = async () => {} }: { withinMs?: number; waited?: (error: Error) => Promise<void> } = {},
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      return await command();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ProviderUnavailable') || performance.now() > until) throw error;
      await waited(error);
      await sleep(PAUSE_MS);
    }
  }
}

/** Does the work on all, so many at once; the first fault fails the test. */
export async function all<T>(items: readonly T[], work: (item: T) => Promise<unknown>, atOnce = 8): Promise<void> {
  const [fault] = await abreast(items, atOnce, work);
  if (fault) throw fault;
}
