import { abreast } from '../kit/abreast.ts';
import type { Client } from '../kit/contract.ts';
import { faultText } from '../kit/fault.ts';
import type { payments } from '../subgraphs/payments/contract.ts';

const AT_ONCE = 100;
const ABREAST = 8;

/** Applies what has been stored since, least tried first. An event that fails does not keep the others; the job is then tried again. */
export const applyWebhooks = (ask: Client<typeof payments>) => async (): Promise<void> => {
  while ((await applyStored(ask, 0)) === AT_ONCE);
};

/** Applies a batch of events that were stored so long ago, and answers how many; throws when any of them failed. */
export async function applyStored(ask: Client<typeof payments>, olderThanSeconds: number): Promise<number> {
  const { eventIds } = await ask.pendingWebhooks({ olderThanSeconds, limit: AT_ONCE });
  const faults = await abreast(eventIds, ABREAST, (eventId) => ask.applyWebhook({ eventId }));
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} of ${eventIds.length} webhooks could not be applied: ${faultText(faults[0])}`);
  return eventIds.length;
}
