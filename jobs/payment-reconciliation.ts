import type { Client } from '../kit/contract.ts';
import type { payments } from '../subgraphs/payments/contract.ts';
import { applyStored } from './payment-webhooks.ts';

const WEBHOOKS_AFTER_S = 5;
const PAYMENTS_AFTER_S = 20;
const AT_ONCE = 100;

/**
 * For what no webhook has told us: events whose job was lost, and payments and refunds that have been undecided for too
 * long. Neither keeps the other from being done; what has failed fails the job afterwards.
 */
export const reconcilePayments = (ask: Client<typeof payments>) => async (): Promise<void> => {
  const outcomes = await Promise.allSettled([applyStored(ask, WEBHOOKS_AFTER_S), askProvider(ask)]);
  const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (faults.length > 0) throw new AggregateError(faults, faults.join('; '));
};

/** After an outage there may be more of them than one round asks about. What was asked about is not due again for a while. */
async function askProvider(ask: Client<typeof payments>): Promise<void> {
  for (;;) {
    const { checked } = await ask.reconcile({ olderThanSeconds: PAYMENTS_AFTER_S, limit: AT_ONCE });
    if (checked < AT_ONCE) return;
  }
}
