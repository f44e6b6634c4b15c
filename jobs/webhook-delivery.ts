import type { Client } from '../kit/contract.ts';
import type { webhooks } from '../subgraphs/webhooks/contract.ts';

const BATCH = 32;
/** A run ends in time for its queue to call the next one. */
const LONGEST_MS = 20_000;
const FORGET_EVERY_MS = 10 * 60_000;

type Ask = Pick<Client<typeof webhooks>, 'deliverDue' | 'forgetOld'>;

/**
 * Sends what is due, until nothing is left or the run has lasted long; now and then deletes what is kept no longer. A batch that is not full
 * says nothing: of one subscription only a few are taken at a time.
 */
export function deliverWebhooks(ask: Ask): () => Promise<void> {
  let forgotAt = 0;
  return async () => {
    const began = performance.now();
    while (performance.now() - began < LONGEST_MS) {
      const { taken } = await ask.deliverDue({ limit: BATCH });
      if (taken === 0) break;
    }
    if (forgotAt !== 0 && Date.now() - forgotAt < FORGET_EVERY_MS) return;
    await ask.forgetOld({});
    forgotAt = Date.now();
  };
}
