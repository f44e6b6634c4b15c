import { getHeapStatistics } from 'node:v8';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What this process measures. Labels are few and bounded: never an id, never a name from outside. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics, prefix: 'holdfast_' });

new Gauge({
  name: 'holdfast_heap_limit_bytes',
  help: 'Size beyond which the heap of this process cannot grow.',
  registers: [metrics],
  collect() {
    this.set(getHeapStatistics().heap_size_limit);
  },
});

const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const requestSeconds = new Histogram({
  name: 'holdfast_request_seconds',
  help: 'Time a GraphQL request took at the gateway. Answers that were kept take microseconds; they are counted in holdfast_response_cache_total.',
  labelNames: ['endpoint', 'status'] as const,
  buckets,
  registers: [metrics],
});
export const operationSeconds = new Histogram({
  name: 'holdfast_operation_seconds',
  help: 'Time the gateway took to answer an operation, by its name in the trusted documents, else its field at the root (several: more than one). Answers that were kept are not in it.',
  labelNames: ['endpoint', 'operation', 'outcome'] as const,
  buckets,
  registers: [metrics],
});
export const faults = new Counter({
  name: 'holdfast_faults_total',
  help: 'Failures of ours that a client was told by an id, by the part in which they happened: a context, or the gateway.',
  labelNames: ['part'] as const,
  registers: [metrics],
});
export const subgraphSeconds = new Histogram({
  name: 'holdfast_subgraph_seconds',
  help: 'Time one fetch of a query plan took: ok, errors (in an answer), timeout, unreachable, failed, not asked (breaker, or too many).',
  labelNames: ['subgraph', 'outcome'] as const,
  buckets,
  registers: [metrics],
});
export const responseCache = new Counter({
  name: 'holdfast_response_cache_total',
  help: 'Storefront answers that may be kept, by where they came from: hit, stale, miss, shared (another process had it), joined (asked once for several).',
  labelNames: ['outcome'] as const,
  registers: [metrics],
});
export const responsePurges = new Counter({
  name: 'holdfast_response_cache_purged_total',
  help: 'Kept answers that were forgotten because something they show has changed.',
  registers: [metrics],
});
export const partCache = new Counter({
  name: 'holdfast_part_cache_total',
  help: 'Parts of storefront answers that were put together anew (root: what a fetch at the root finds; entity), by whether they were known: hit, miss.',
  labelNames: ['part', 'outcome'] as const,
  registers: [metrics],
});
export const laneRequests = new Gauge({
  name: 'holdfast_lane_requests',
  help: 'Requests at the gateway by class: running, or waiting for a place.',
  labelNames: ['lane', 'state'] as const,
  registers: [metrics],
});
export const laneRefused = new Counter({
  name: 'holdfast_lane_refused_total',
  help: 'Requests that got no place in their lane: full (nor room to wait), waited (too long), gone (the client hung up while it waited).',
  labelNames: ['lane', 'reason'] as const,
  registers: [metrics],
});
export const rateLimited = new Counter({
  name: 'holdfast_rate_limited_total',
  help: 'Requests that were turned away because too many came from one address, of one kind from one address, or for one customer.',
  labelNames: ['by'] as const,
  registers: [metrics],
});
export const costRefused = new Counter({
  name: 'holdfast_cost_refused_total',
  help: 'Operations that were refused because they were estimated to cost more than MAX_COST.',
  labelNames: ['endpoint'] as const,
  registers: [metrics],
});
export const subgraphBreaker = new Gauge({
  name: 'holdfast_subgraph_breaker',
  help: 'Breaker before the reads of a subgraph: 0 closed, 1 half-open, 2 open.',
  labelNames: ['subgraph'] as const,
  registers: [metrics],
});
export const checkoutSeconds = new Histogram({
  name: 'holdfast_checkout_seconds',
  help: 'Time from the first request of an attempt to its answer.',
  labelNames: ['outcome'] as const,
  buckets,
  registers: [metrics],
});
export const checkouts = new Counter({
  name: 'holdfast_checkouts_total',
  help: 'Answers to checkout by kind; refusals carry their code. Fault: none could be given.',
  labelNames: ['outcome', 'code'] as const,
  registers: [metrics],
});
export const reservationRejects = new Counter({
  name: 'holdfast_reservation_rejects_total',
  help: 'Reservations refused because stock was short.',
  registers: [metrics],
});
export const paymentFailures = new Counter({
  name: 'holdfast_payment_failures_total',
  help: 'Payments the provider refused, by its reason.',
  labelNames: ['reason'] as const,
  registers: [metrics],
});
export const replicaLag = new Gauge({
  name: 'holdfast_database_replica_lag_seconds',
  help: 'How far a replica is behind the primary; +Inf while it cannot be asked.',
  labelNames: ['context', 'replica'] as const,
  registers: [metrics],
});
export const jobSeconds = new Histogram({
  name: 'holdfast_job_seconds',
  help: 'Time a job took.',
  labelNames: ['queue', 'outcome'] as const,
  buckets,
  registers: [metrics],
});
export const eventsDead = new Counter({
  name: 'holdfast_events_dead_total',
  help: 'Events that a subscriber has failed on for good: what should have followed has not.',
  labelNames: ['subscriber'] as const,
  registers: [metrics],
});
export const sagaEndings = new Counter({
  name: 'holdfast_saga_endings_total',
  help: 'Sagas that came to their end in this process: done, refused (all was undone; with the code of the first refusal), stuck (a person must act).',
  labelNames: ['saga', 'ending', 'code'] as const,
  registers: [metrics],
});
export const databaseConnectionsMax = new Gauge({
  name: 'holdfast_database_connections_max',
  help: 'Connections that this process may open for a context at most.',
  labelNames: ['context'] as const,
  registers: [metrics],
});
export const providerBreaker = new Gauge({
  name: 'holdfast_provider_breaker',
  help: 'Breaker before the payment provider: 0 closed, 1 half-open, 2 open.',
  registers: [metrics],
});
export const providerSeconds = new Histogram({
  name: 'holdfast_provider_seconds',
  help: 'Time a call to the payment provider took, by what it asked and what became of it.',
  labelNames: ['call', 'outcome'] as const,
  buckets,
  registers: [metrics],
});
export const outsideSeconds = new Histogram({
  name: 'holdfast_outside_seconds',
  help: 'Time a question to an outside service (live rates, tax) took: answered, failed, not asked (breaker, or too many).',
  labelNames: ['service', 'outcome'] as const,
  buckets,
  registers: [metrics],
});
export const searchIndexingSeconds = new Histogram({
  name: 'holdfast_search_indexing_seconds',
  help: 'How old the oldest event of a batch was when the search index had it.',
  buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800],
  registers: [metrics],
});
export const mailsByOutcome = new Counter({
  name: 'holdfast_mails_total',
  help: 'Mails by what became of a try: sent, retried (it failed and comes again), dead (given up: a person must look), dropped (nobody to send it to).',
  labelNames: ['outcome'] as const,
  registers: [metrics],
});
export const webhooksByOutcome = new Counter({
  name: 'holdfast_webhook_deliveries_total',
  help: 'Webhooks to outsiders by what became of a try: delivered, retried (it failed and comes again), dead (given up).',
  labelNames: ['outcome'] as const,
  registers: [metrics],
});
export const refundsFailed = new Counter({
  name: 'holdfast_refunds_failed_total',
  help: 'Refunds that the provider took and could not carry out: the buyer has not got the money, and a person must act.',
  registers: [metrics],
});

/** What is rare must be seen to rise from 0: a series that begins at 1 has not risen, as far as Prometheus can tell. */
for (const outcome of ['sent', 'retried', 'dead', 'dropped']) mailsByOutcome.inc({ outcome }, 0);
for (const outcome of ['delivered', 'retried', 'dead']) webhooksByOutcome.inc({ outcome }, 0);
for (const by of ['address', 'operation', 'customer']) rateLimited.inc({ by }, 0);
checkouts.inc({ outcome: 'Fault', code: '' }, 0);
faults.inc({ part: 'gateway' }, 0);
