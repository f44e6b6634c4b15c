import type { EventLog } from '../kit/kafka.ts';
import type { Log } from '../kit/log.ts';
import type { Purges } from '../kit/purges.ts';
import type { Job, Queues } from '../kit/queue.ts';
import { eventsDead } from '../kit/telemetry.ts';
import type { Transport } from '../kit/transport.ts';
import { accounts } from '../subgraphs/accounts/contract.ts';
import { checkout } from '../subgraphs/checkout/contract.ts';
import { inventory } from '../subgraphs/inventory/contract.ts';
import { operations } from '../subgraphs/operations/contract.ts';
import { orders } from '../subgraphs/orders/contract.ts';
import { payments } from '../subgraphs/payments/contract.ts';
import { sweepAccounts } from './account-sweep.ts';
import { notifications } from '../subgraphs/notifications/contract.ts';
import { forgetErasedCustomers } from './erased-customers.ts';
import { webhooks } from '../subgraphs/webhooks/contract.ts';
import { deliverEvents } from './event-delivery.ts';
import { appendEvents, isForOutside } from './event-log.ts';
import { deliverMails } from './mail-delivery.ts';
import { onTime, type Regular } from './on-time.ts';
import { relayOutboxes } from './outbox-relay.ts';
import { applyWebhooks } from './payment-webhooks.ts';
import { reconcilePayments } from './payment-reconciliation.ts';
import { expireReservations } from './reservation-expiry.ts';
import { recoverSagas } from './saga-recovery.ts';
import { warmForSales } from './sale-warming.ts';
import { auditRegularly } from './scheduled-audit.ts';
import { deliverWebhooks } from './webhook-delivery.ts';
import { ADMISSION_EVERY_MS, admitWaiting } from './waiting-room-admission.ts';

type Parts = {
  transport: Transport;
  queues: Queues;
  purges: Purges;
  contexts: string[];
  /** 0: never. */
  auditEverySeconds: number;
  log: Log;
  eventLog: EventLog | null;
};
type Line = { queue: string; concurrency?: number; run: (job: Job) => Promise<void> };

/** What happens over time: each queue, how often it runs by itself, and whom it asks. */
export async function startJobs({
  transport,
  queues,
  purges,
  contexts,
  auditEverySeconds,
  log,
  eventLog,
}: Parts): Promise<{ stop(): Promise<void> }> {
  const ask = {
    accounts: transport.clientOf(accounts),
    checkout: transport.clientOf(checkout),
    inventory: transport.clientOf(inventory),
    notifications: transport.clientOf(notifications),
    operations: transport.clientOf(operations),
    orders: transport.clientOf(orders),
    payments: transport.clientOf(payments),
    webhooks: transport.clientOf(webhooks),
  };
  const jobs: Line[] = [
    { queue: 'event-delivery', run: deliverEvents(transport, queues, purges), concurrency: 4 },
    { queue: 'search-indexing', run: deliverEvents(transport, queues, purges) },
    { queue: 'payment-webhooks', run: applyWebhooks(ask.payments) },
  ];
  const regular: Regular[] = [
    { queue: 'payment-reconciliation', run: reconcilePayments(ask.payments), everyMs: 10_000 },
    { queue: 'reservation-expiry', run: expireReservations(ask.inventory), everyMs: 5_000 },
    { queue: 'saga-recovery', run: recoverSagas(ask), everyMs: 1_000 },
    { queue: 'waiting-room-admission', run: admitWaiting(ask.checkout), everyMs: ADMISSION_EVERY_MS },
    { queue: 'mail-delivery', run: deliverMails(ask.notifications), everyMs: 2_000 },
    { queue: 'webhook-delivery', run: deliverWebhooks(ask.webhooks), everyMs: 2_000 },
  ];
  // seen to rise from 0
  for (const subscriber of contexts) eventsDead.inc({ subscriber }, 0);
  const warming = warmForSales(ask.checkout, purges, log.child({ job: 'sale-warming' }));
  const sweeping = sweepAccounts(ask.accounts, log.child({ job: 'account-sweep' }));
  const auditing = auditRegularly(ask.operations, { everySeconds: auditEverySeconds, log: log.child({ job: 'scheduled-audit' }) });
  const forgetting = forgetErasedCustomers(ask, log.child({ job: 'erased-customers' }));
  for (const { queue, concurrency, run } of jobs) queues.work(queue, run, concurrency ? { concurrency } : {});
  const timed = regular.map((line) => onTime(line, queues, log));
  for (const { schedule } of timed) await schedule();
  const toOutside = eventLog ? isForOutside : () => false;
  const relay = relayOutboxes({ transport, queues, purges, contexts, log: log.child({ job: 'outbox-relay' }), toOutside });
  const appending = eventLog && appendEvents({ transport, eventLog, contexts, log: log.child({ job: 'event-log' }) });
  return {
    async stop() {
      for (const { stop } of timed) stop();
      warming.stop();
      sweeping.stop();
      auditing.stop();
      forgetting.stop();
      await relay.stop();
      await appending?.stop();
    },
  };
}
