import { Gauge } from 'prom-client';
import { metrics } from './telemetry.ts';

/**
 * How the shop stands, read when somebody scrapes (kit/scrape.ts). It stands in a database or a queue, and each process that can read it says the same:
 * over several processes take the maximum, never the sum.
 */
function gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge<string> {
  const made = new Gauge({ name, help, labelNames, registers: [metrics] });
  // one without labels would stand at 0 where nobody has looked
  made.remove({});
  return made;
}

export const stateKnown = gauge(
  'holdfast_state_known',
  'Whether the last look at a part, for what stands in its database or its queues, was answered in time: 1, or 0, and what it would tell is missing.',
  ['part'],
);
export const queueDepth = gauge(
  'holdfast_queue_jobs',
  'Jobs by queue and state; failed are dead ones, kept until somebody looks at them.',
  ['queue', 'state'],
);
export const queueOldest = gauge('holdfast_queue_oldest_seconds', 'Age of the oldest job that waits for a worker; 0 where none waits.', [
  'queue',
]);
export const outboxEvents = gauge(
  'holdfast_outbox_events',
  'Events of a context that are still on their way, counted to 10,000: waiting for the relay, or for a subscriber to say that it knows of them.',
  ['context', 'waiting_for'],
);
export const outboxOldest = gauge(
  'holdfast_outbox_oldest_seconds',
  'Age of the oldest event that is still on its way; 0 where there is none.',
  ['context', 'waiting_for'],
);
export const databaseConnections = gauge(
  'holdfast_database_connections',
  'Connections of a context as the database sees them, all its processes together: busy (a statement, or a transaction that waits for its next), idle.',
  ['context', 'state'],
);
export const databaseAnswer = gauge(
  'holdfast_database_answer_seconds',
  'How long a statement of this scrape waited for a connection for commands, and for its answer.',
  ['context'],
);
export const sagas = gauge('holdfast_sagas', 'Sagas that have not ended, or need a person (STUCK).', ['saga', 'state']);
export const sagasOverdue = gauge(
  'holdfast_sagas_overdue',
  'Sagas that should have ended: at work for over a minute, or past their deadline.',
  ['saga'],
);
export const sagaOldest = gauge('holdfast_saga_oldest_seconds', 'Age of the oldest saga that has not ended; 0 where there is none.', [
  'saga',
]);
export const providerWebhooks = gauge(
  'holdfast_provider_webhooks_pending',
  "Events of the payment provider's that are stored and not applied yet.",
);
export const providerWebhookOldest = gauge(
  'holdfast_provider_webhook_oldest_seconds',
  "Age of the oldest event of the payment provider's that is not applied yet; 0 where there is none.",
);
export const paymentsUndecided = gauge(
  'holdfast_payments_undecided',
  'Payments of which the provider may still decide, or hold money that has to go back.',
);
export const paymentUndecidedOldest = gauge(
  'holdfast_payment_undecided_oldest_seconds',
  'For how long nothing was learned of the payment that is undecided the longest; 0 where there is none.',
);
export const roomWaiting = gauge(
  'holdfast_waiting_room_waiting',
  'Visitors who wait in line, counted to 100,000 before they have places.',
  ['sale'],
);
export const roomAdmitted = gauge('holdfast_waiting_room_admitted', 'Visitors who are let in and have not bought yet.', ['sale']);
export const roomAdmittedPlace = gauge(
  'holdfast_waiting_room_admitted_place',
  'The highest place in line that was let in: it only rises, and its rate is admissions a second.',
  ['sale'],
);
export const roomMoves = gauge(
  'holdfast_waiting_room_moves',
  '1 where the line of a sale should move: it is open, not paused, and has units to sell.',
  ['sale'],
);
export const searchLag = gauge(
  'holdfast_search_lag_seconds',
  'Age of the oldest change that search has heard of and its engine does not know yet; 0 where there is none (always with Postgres, which learns at once).',
);
export const moneyUnaccounted = gauge(
  'holdfast_money_unaccounted_minor',
  'Money of the last two hours, in minor units, that no books explain: captured without a live order, or other than what a paid order costs.',
  ['currency'],
);
export const auditFindings = gauge('holdfast_audit_findings', 'What the last audit that was kept has found, by invariant.', ['invariant']);
export const auditAge = gauge('holdfast_audit_age_seconds', 'How long ago the last audit was that was kept.');
