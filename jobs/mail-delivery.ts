import type { Client } from '../kit/contract.ts';
import type { notifications } from '../subgraphs/notifications/contract.ts';

const BATCH = 8;
/** A run ends in time for its queue to call the next one. */
const LONGEST_MS = 20_000;
const FORGET_EVERY_MS = 10 * 60_000;

type Ask = Pick<Client<typeof notifications>, 'deliverDue' | 'forgetOld'>;

/** Sends what is due, until nothing is left or the run has lasted long; now and then deletes what is kept no longer. */
export function deliverMails(ask: Ask): () => Promise<void> {
  let forgotAt = 0;
  return async () => {
    const began = performance.now();
    while (performance.now() - began < LONGEST_MS) {
      const { taken } = await ask.deliverDue({ limit: BATCH });
      if (taken < BATCH) break;
    }
    if (forgotAt !== 0 && Date.now() - forgotAt < FORGET_EVERY_MS) return;
    await ask.forgetOld({});
    forgotAt = Date.now();
  };
}
