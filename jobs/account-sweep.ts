import type { Client } from '../kit/contract.ts';
import type { Log } from '../kit/log.ts';
import type { accounts } from '../subgraphs/accounts/contract.ts';

const BATCH = 1_000;
const EVERY_MS = 3_600_000;

/**
 * Deletes sign-ins, links and counts whose time is over. None of them counts for anything any more, so it hangs on no queue:
 * where it fails, or two processes do it, the next hour will do.
 */
export function sweepAccounts(ask: Pick<Client<typeof accounts>, 'sweep'>, log: Log) {
  let stopped = false;
  async function sweep(): Promise<void> {
    while (!stopped && (await ask.sweep({ limit: BATCH })).removed >= BATCH);
  }
  const timer = setInterval(() => {
    sweep().catch((err: unknown) => log.warn({ err }, 'what has run out stays for another hour'));
  }, EVERY_MS);
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
