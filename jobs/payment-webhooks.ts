import type { Client } from '../kit/contract.ts';
import type { payments } from '../subgraphs/payments/contract.ts';

const AT_ONCE = 100;
const ABREAST = 8;

/** Applies what has been stored since, the oldest first. An event that fails does not keep the others; the job is then tried again. */
export const applyWebhooks = (ask: Client<typeof payments>) => async (): Promise<void> => {
  for (;;) {
    const { eventIds } = await ask.pendingWebhooks({ olderThanSeconds: 0, limit: AT_ONCE });
    const faults: unknown[] = [];
    const waiting = [...eventIds];
    const apply = async () => {
      for (let eventId = waiting.shift(); eventId; eventId = waiting.shift()) {
        await ask.applyWebhook({ eventId }).catch((fault: unknown) => faults.push(fault));
      }
    };
    await Promise.all(Array.from({ length: ABREAST }, apply));
    if (faults.length > 0)
      throw new AggregateError(faults, `${faults.length} of ${eventIds.length} webhooks could not be applied: ${faults[0]}`);
    if (eventIds.length < AT_ONCE) return;
  }
};
