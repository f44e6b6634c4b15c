import type { Client } from '../kit/contract.ts';
import type { payments } from '../subgraphs/payments/contract.ts';

const WEBHOOKS_AFTER_S = 5;
const PAYMENTS_AFTER_S = 20;
const AT_ONCE = 100;

/** For what no webhook has told us: events whose job was lost, and payments that have been undecided for too long. */
export const reconcilePayments = (ask: Client<typeof payments>) => async (): Promise<void> => {
  const { eventIds } = await ask.pendingWebhooks({ olderThanSeconds: WEBHOOKS_AFTER_S, limit: AT_ONCE });
  for (const eventId of eventIds) await ask.applyWebhook({ eventId });
  await ask.reconcile({ olderThanSeconds: PAYMENTS_AFTER_S, limit: AT_ONCE });
};
