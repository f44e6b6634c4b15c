import type { Client } from '../kit/contract.ts';
import type { Job } from '../kit/queue.ts';
import type { payments } from '../subgraphs/payments/contract.ts';

/** Applies one stored event of the provider. */
export const applyWebhook =
  (ask: Client<typeof payments>) =>
  async (job: Job): Promise<void> => {
    await ask.applyWebhook({ eventId: (job.data as { eventId: string }).eventId });
  };
