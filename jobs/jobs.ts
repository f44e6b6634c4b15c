import type { Log } from '../kit/log.ts';
import type { Purges } from '../kit/purges.ts';
import type { Job, Queues } from '../kit/queue.ts';
import type { Transport } from '../kit/transport.ts';
import { checkout } from '../subgraphs/checkout/contract.ts';
import { inventory } from '../subgraphs/inventory/contract.ts';
import { orders } from '../subgraphs/orders/contract.ts';
import { payments } from '../subgraphs/payments/contract.ts';
import { deliverEvents } from './event-delivery.ts';
import { relayOutboxes } from './outbox-relay.ts';
import { applyWebhooks } from './payment-webhooks.ts';
import { reconcilePayments } from './payment-reconciliation.ts';
import { expireReservations } from './reservation-expiry.ts';
import { recoverSagas } from './saga-recovery.ts';

export const QUEUES = [
  'event-delivery',
  'search-indexing',
  'payment-webhooks',
  'payment-reconciliation',
  'reservation-expiry',
  'saga-recovery',
];

const SCHEDULES_MS = 5_000;

type Parts = { transport: Transport; queues: Queues; purges: Purges; contexts: string[]; log: Log };
type Line = { queue: string; everyMs?: number; concurrency?: number; run: (job: Job) => Promise<void> };

/** What happens over time: each queue, how often it runs by itself, and whom it asks. */
export async function startJobs({ transport, queues, purges, contexts, log }: Parts): Promise<{ stop(): Promise<void> }> {
  const ask = {
    checkout: transport.clientOf(checkout),
    inventory: transport.clientOf(inventory),
    orders: transport.clientOf(orders),
    payments: transport.clientOf(payments),
  };
  const table: Line[] = [
    { queue: 'event-delivery', run: deliverEvents(transport, queues, purges), concurrency: 4 },
    { queue: 'search-indexing', run: deliverEvents(transport, queues, purges) },
    { queue: 'payment-webhooks', run: applyWebhooks(ask.payments) },
    { queue: 'payment-reconciliation', run: reconcilePayments(ask.payments), everyMs: 10_000 },
    { queue: 'reservation-expiry', run: expireReservations(ask.inventory), everyMs: 5_000 },
    { queue: 'saga-recovery', run: recoverSagas(ask), everyMs: 1_000 },
  ];
  for (const { queue, concurrency, run } of table) {
    queues.work(queue, run, concurrency ? { concurrency } : {});
  }
  const schedule = async () => {
    for (const { queue, everyMs } of table) if (everyMs) await queues.schedule(queue, everyMs);
  };
  await schedule();
  // a Redis that comes back empty has forgotten what is to be done
  const again = setInterval(
    () => void schedule().catch((err: unknown) => log.warn({ err }, 'the schedules cannot be looked at')),
    SCHEDULES_MS,
  );
  const relay = relayOutboxes({ transport, queues, purges, contexts, log: log.child({ job: 'outbox-relay' }) });
  return {
    async stop() {
      clearInterval(again);
      await relay.stop();
    },
  };
}
